/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reports of one compilation: into files and one note when all methods are compiled. */
public final class Reports {
  /** What the name of the report beside a generated class has behind the class's. */
  public static final String RESOURCE = ".report";

  private final Optional<Path> folder;
  private final List<Entry> all = new ArrayList<>();
  private final Map<String, MethodReport> helpers = new LinkedHashMap<>();

  /**
   * @param folder where files are written, if anywhere
   */
  public Reports(Optional<String> folder) {
    this.folder = folder.map(Path::of);
  }

  private record Entry(MethodReport report, boolean isShort, Resource resource) {}

  /** The resource beside a generated class. */
  @FunctionalInterface
  public interface Resource {
    /** Writes the report into it. */
    void write(String json) throws IOException;
  }

  /** The reports of other compilations. */
  @FunctionalInterface
  public interface ClassPath {
    /** The text beside a generated class, by canonical name. */
    Optional<String> report(String generated);
  }

  /**
   * Takes the report of a method.
   *
   * @param isShort whether the resource tells callers of the method what it costs and no more
   */
  public void add(MethodReport report, boolean isShort, Resource resource) {
    all.add(new Entry(report, isShort, resource));
  }

  /** Takes the report of a method that nobody asked about, but that others call. */
  public void addHelper(MethodReport report) {
    helpers.put(report.canonical(), report);
  }

  /** Writes all reports, now that it is known what the methods cost that others call. */
  public void write(ClassPath classPath) {
    Map<String, MethodReport> reports = new LinkedHashMap<>(helpers);
    all.forEach(entry -> reports.put(entry.report().canonical(), entry.report()));
    CallTotals totals =
        new CallTotals(
            reports, generated -> classPath.report(generated).flatMap(MethodSummary::read));
    for (Entry entry : all) {
      MethodReport report = entry.report();
      CallTotals.Total total = totals.of(report.canonical(), report);
      try {
        entry.resource().write(entry.isShort() ? report.shortJson(total) : report.json(total));
        if (folder.isPresent()) {
          write(folder.get(), report, total);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(Path folder, MethodReport report, CallTotals.Total total)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(report.canonical() + ".txt"), report.text(total));
    Files.writeString(folder.resolve(report.canonical() + ".json"), report.json(total));
  }

  /** The note at the end of a compilation; empty if nothing was compiled. */
  public Optional<String> note(boolean isVerbose) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    long straight =
        all.stream().map(Entry::report).filter(r -> r.form().equals(MethodReport.STRAIGHT)).count();
    int kernels = all.stream().mapToInt(e -> e.report().kernels()).sum();
    StringBuilder note = new StringBuilder();
    note.append(
        "Gradsmith differentiated %s (%d straight, %d with control flow) with %s; generated classes lie in the packages of their methods."
            .formatted(
                counted(all.size(), "method"),
                straight,
                all.size() - straight,
                counted(kernels, "kernel")));
    if (isVerbose) {
      for (Entry entry : all) {
        MethodReport report = entry.report();
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
