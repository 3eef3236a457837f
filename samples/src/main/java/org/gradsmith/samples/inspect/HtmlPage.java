/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** An inspection as one page of HTML that needs nothing else: no script, no file, no network. */
public final class HtmlPage {
  private HtmlPage() {}

  /** The page of an inspection. Kernels are compiled for a GPU, where CUDA's tools are there. */
  public static String of(Inspection inspection) throws IOException {
    SourceLines source = new SourceLines(inspection);
    GeneratedSection generated = new GeneratedSection(inspection, source);
    StringBuilder methods = new StringBuilder();
    StringBuilder links = new StringBuilder(Markup.link("source", "Source"));
    List<CompiledMethod> reports = inspection.reports();
    for (int i = 0; i < reports.size(); i++) {
      links.append(' ').append(Markup.link("m" + i, reports.get(i).name()));
      methods.append(new MethodSection(reports.get(i), i, source, generated.kernels()).section());
    }
    links.append(' ').append(Markup.link("generated", "Generated code"));
    links.append(' ').append(Markup.link("gpu", "GPU"));
    String none =
        reports.isEmpty()
            ? "<p>There is no report beside the class: it was compiled by an earlier version of the processor.</p>\n"
            : "";
    return """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <header><h1>%s</h1><nav>%s</nav></header>
    <main>
    %s</main>
    </body>
    </html>
    """
        .formatted(
            Markup.text(inspection.className()),
            PageStyle.TEXT,
            Markup.text(inspection.className()),
            links,
            source.section() + none + methods + generated.section());
  }

  /**
   * Writes a page; a file of that name is replaced at once, not bit by bit.
   *
   * @throws InspectionException if it cannot be written; the message says why, and what to do
   */
  public static void write(String page, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      if (folder == null || Files.isDirectory(file)) {
        throw new InspectionException(file + " is a folder; give the name of a file in it");
      }
      Path part = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
      try {
        Files.writeString(part, page, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new InspectionException(
          "%s cannot be written (%s); give a file in a folder that is there and that you may write to"
              .formatted(file, e));
    }
  }
}
