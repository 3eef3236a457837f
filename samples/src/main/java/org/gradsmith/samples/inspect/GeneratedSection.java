/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.samples.inspect.Inspection.Listing;
import org.jspecify.annotations.Nullable;

/** The generated Java and CUDA, with links to the source, and what CUDA's tools tell of it. */
final class GeneratedSection {
  private static final String CUDA = ".cu";
  private static final Pattern KERNEL = Pattern.compile("(\\w+)\\($");

  private final List<Listing> listings;
  private final SourceLines source;

  GeneratedSection(Inspection inspection, SourceLines source) {
    this.source = source;
    this.listings = new ArrayList<>(List.of(inspection.java(), inspection.kernels()));
    listings.addAll(inspection.pieces());
  }

  /** Identifiers of the kernels that the section shows. */
  Set<String> kernels() {
    Set<String> ids = new LinkedHashSet<>();
    for (Listing listing : listings) {
      if (listing.file().endsWith(CUDA)) {
        for (int i = 0; i < listing.lines().size(); i++) {
          Matcher kernel = kernel(listing, i);
          if (kernel != null) {
            ids.add(id(listing, kernel.group(1)));
          }
        }
      }
    }
    return ids;
  }

  /** The name of the kernel whose parameters begin in a line, as group 1. */
  private static @Nullable Matcher kernel(Listing listing, int line) {
    Matcher name = KERNEL.matcher(listing.lines().get(line));
    boolean isKernel =
        line > 0 && listing.lines().get(line - 1).contains("__global__") && name.matches();
    return isKernel ? name : null;
  }

  private static String id(Listing listing, String kernel) {
    String file = listing.file();
    return Markup.id("cu", file.substring(0, file.length() - CUDA.length()), kernel);
  }

  /** The markup. */
  String section() throws IOException {
    StringBuilder section = new StringBuilder();
    section.append("<section id=\"generated\"><h2>Generated code</h2>\n");
    for (Listing listing : listings) {
      if (listing.lines().isEmpty()) {
        section.append(
            "<p><code>%s</code>: %s</p>\n"
                .formatted(Markup.text(listing.file()), Markup.text(listing.place())));
      } else {
        section.append(
            Markup.details(
                listing.file(), "<p>" + Markup.text(listing.place()) + "</p>\n" + code(listing)));
      }
    }
    section.append("</section>\n<section id=\"gpu\"><h2>Kernels on a GPU</h2>\n");
    boolean any = false;
    for (Listing listing : listings) {
      if (listing.file().endsWith(CUDA) && !listing.lines().isEmpty()) {
        any = true;
        section.append(statistics(listing));
      }
    }
    return section
        .append(any ? "" : "<p>Nothing in these methods fuses, so there is no CUDA.</p>\n")
        .append("</section>\n")
        .toString();
  }

  private String code(Listing listing) {
    StringBuilder code = new StringBuilder("<pre>");
    for (int i = 0; i < listing.lines().size(); i++) {
      Matcher kernel = listing.file().endsWith(CUDA) ? kernel(listing, i) : null;
      String line = source.linked(listing.lines().get(i));
      code.append(
          kernel == null
              ? line
              : "<span id=\"%s\">%s</span>".formatted(id(listing, kernel.group(1)), line));
      code.append('\n');
    }
    return code.append("</pre>\n").toString();
  }

  private static String statistics(Listing listing) throws IOException {
    GpuStatistics found = GpuStatistics.of(String.join("\n", listing.lines()) + "\n");
    String note =
        "<p><code>%s</code>: %s</p>\n"
            .formatted(Markup.text(listing.file()), Markup.text(found.note()));
    List<List<String>> rows =
        found.kernels().stream()
            .map(k ->
                List.of(
                    Markup.text(k.name()),
                    Integer.toString(k.registers()),
                    Integer.toString(k.spills()),
                    Integer.toString(k.shared()),
                    k.instructions().map(String::valueOf).orElse("")))
            .toList();
    return note
        + (rows.isEmpty()
            ? ""
            : Markup.table(
                List.of("kernel", "registers", "spilled bytes", "shared bytes", "instructions"),
                rows));
  }
}
