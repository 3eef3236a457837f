/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gradsmith.samples.inspect.ClassPath;
import org.gradsmith.samples.inspect.HtmlPage;
import org.gradsmith.samples.inspect.Inspection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a forward method beside what was generated from it. */
@Command(
    name = "inspect",
    description =
        "Prints the @Differentiable methods of a class beside the Java and the CUDA that were"
            + " generated from them.")
final class Inspect implements Callable<Integer> {
  /** From so many columns on, two texts fit beside each other. */
  private static final int WIDE = 160;

  private final Screen screen;

  @Parameters(
      paramLabel = "CLASS",
      description =
          "For example org.gradsmith.samples.lenet.LeNetB, or LeNetB where that is clear.")
  private String className = "";

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description = "Where the class is: folders and jars. Default: the samples.")
  private @Nullable String classPath;

  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "Columns of the page; from "
              + WIDE
              + " on the texts stand side by side. Default: the"
              + " terminal's.")
  private @Nullable Integer width;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes a page for a browser instead, with the graph of what is fused. A file of that name"
              + " is replaced.")
  private @Nullable Path html;

  Inspect(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    String searched = classPath == null ? System.getProperty("java.class.path") : classPath;
    try (ClassPath path = ClassPath.open(searched)) {
      Inspection inspection = Inspection.of(path, className);
      if (html != null) {
        HtmlPage.write(HtmlPage.of(inspection), html);
        screen.out().println("wrote " + html);
        screen.out().flush();
        return 0;
      }
      int columns = width == null ? screen.columns() : width;
      inspection.page(columns, WIDE).forEach(screen.out()::println);
    }
    screen.out().flush();
    return 0;
  }
}
