/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a conformance run found. */
public final class Report {
  private final List<Line> lines = new ArrayList<>();

  /**
   * The outcome of one op.
   *
   * @param bound whether the library has the op; if not, its samples were skipped
   * @param failures one text per failed sample
   */
  record Line(String op, boolean bound, int samples, List<Failure> failures) {
    int passed() {
      return bound ? samples - failures.size() : 0;
    }

    int skipped() {
      return bound ? 0 : samples;
    }
  }

  /** A failed sample. */
  record Failure(String sample, String reason) {}

  void add(Line line) {
    lines.add(line);
  }

  public int samples() {
    return lines.stream().mapToInt(Line::samples).sum();
  }

  public int passed() {
    return lines.stream().mapToInt(Line::passed).sum();
  }

  public int failed() {
    return lines.stream().mapToInt(line -> line.failures().size()).sum();
  }

  public int skipped() {
    return lines.stream().mapToInt(Line::skipped).sum();
  }

  /** The ops of the data that the library does not have. */
  public List<String> missing() {
    return lines.stream().filter(line -> !line.bound()).map(Line::op).toList();
  }

  /** The failed samples, each as {@code op sample}. */
  public List<String> failedSamples() {
    return lines.stream()
        .flatMap(line -> line.failures().stream().map(f -> line.op() + " " + f.sample()))
        .toList();
  }

  static void print(PrintWriter out, Line line) {
    out.printf(
        "%-45s passed %d, failed %d, skipped %d%n",
        line.op(), line.passed(), line.failures().size(), line.skipped());
    out.flush();
  }

  /** The failing samples, the ops that are not there, and the sums. */
  public void printSummary(PrintWriter out) {
    for (Line line : lines) {
      for (Failure failure : line.failures()) {
        out.printf("FAILED %s %s: %s%n", line.op(), failure.sample(), failure.reason());
      }
    }
    if (!missing().isEmpty()) {
      out.printf("Not in the library: %s%n", String.join(", ", missing()));
    }
    out.printf(
        "ops %d, samples %d, passed %d, failed %d, skipped %d%n",
        lines.size(), samples(), passed(), failed(), skipped());
    out.flush();
  }

  /** Writes everything as JSON. */
  public void write(Path file) throws IOException {
    JsonArray ops = new JsonArray();
    for (Line line : lines) {
      JsonObject entry = new JsonObject();
      entry.addProperty("op", line.op());
      entry.addProperty("bound", line.bound());
      entry.addProperty("samples", line.samples());
      entry.addProperty("passed", line.passed());
      entry.addProperty("skipped", line.skipped());
      JsonArray failures = new JsonArray();
      for (Failure failure : line.failures()) {
        JsonObject one = new JsonObject();
        one.addProperty("sample", failure.sample());
        one.addProperty("reason", failure.reason());
        failures.add(one);
      }
      entry.add("failures", failures);
      ops.add(entry);
    }
    JsonObject root = new JsonObject();
    root.addProperty("samples", samples());
    root.addProperty("passed", passed());
    root.addProperty("failed", failed());
    root.addProperty("skipped", skipped());
    root.add("ops", ops);
    Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n");
  }
}
