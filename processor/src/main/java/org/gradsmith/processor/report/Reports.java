/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reports of one compilation: into files as they come, and into one note at the end. */
public final class Reports {
  /** What the name of the report beside a generated class has behind the class's. */
  public static final String RESOURCE = ".report";

  private final Optional<Path> folder;
  private final List<MethodReport> all = new ArrayList<>();

  /**
   * @param folder where files are written, if anywhere
   */
  public Reports(Optional<String> folder) {
    this.folder = folder.map(Path::of);
  }

  /** Whether anybody reads more than the note. */
  public boolean areWritten() {
    return folder.isPresent();
  }

  /** Takes the report of a method. */
  public void add(MethodReport report) {
    all.add(report);
    folder.ifPresent(f -> write(f, report));
  }

  private static void write(Path folder, MethodReport report) {
    int dot = report.className().lastIndexOf('.');
    String name = report.className().substring(0, dot + 1) + report.generated();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".txt"), report.text());
      Files.writeString(folder.resolve(name + ".json"), report.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The note at the end of a compilation; empty if nothing was compiled. */
  public Optional<String> note(boolean isVerbose) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    long straight = all.stream().filter(r -> r.form().equals(MethodReport.STRAIGHT)).count();
    int kernels = all.stream().mapToInt(MethodReport::kernels).sum();
    StringBuilder note = new StringBuilder();
    note.append(
        "Gradsmith differentiated %s (%d straight, %d with control flow) with %s; generated classes lie in the packages of their methods."
            .formatted(
                counted(all.size(), "method"),
                straight,
                all.size() - straight,
                counted(kernels, "kernel")));
    if (isVerbose) {
      for (MethodReport report : all) {
        note.append(
            "\n  %s.%s (%s): %s, %s"
                .formatted(
                    report.className(),
                    report.method(),
                    report.place(),
                    report.generated(),
                    counted(report.kernels(), "kernel")));
      }
    }
    return Optional.of(note.toString());
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
