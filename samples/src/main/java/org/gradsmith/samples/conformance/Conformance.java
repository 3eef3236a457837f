/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradsmith.samples.conformance.Report.Failure;
import org.gradsmith.samples.conformance.Report.Line;

/** Runs recorded samples of ops and compares the results. */
public final class Conformance {
  private final Registry registry = new Registry();

  /**
   * Runs every sample of a directory.
   *
   * @param only the one op to run, if only one
   * @param out receives a line per op as soon as it is done
   * @throws ConformanceException if the data cannot be read
   */
  public Report run(Path directory, Optional<String> only, PrintWriter out) {
    Report report = new Report();
    boolean found = false;
    for (Path file : OpFile.in(directory)) {
      if (only.isPresent() && !mayHold(file, only.get())) {
        continue;
      }
      OpFile ops = OpFile.read(file);
      if (only.isPresent() && !only.get().equals(ops.op())) {
        continue;
      }
      found = true;
      Line line = run(ops);
      Report.print(out, line);
      report.add(line);
    }
    if (only.isPresent() && !found) {
      throw new ConformanceException(
          "no op '%s' in %s; its ops are the names in index.json".formatted(only.get(), directory));
    }
    return report;
  }

  /** Files are named after their ops, with __ for a slash. */
  private static boolean mayHold(Path file, String op) {
    return file.getFileName().toString().startsWith(op.replace("/", "__"));
  }

  private Line run(OpFile file) {
    Binding binding = registry.find(file.op());
    List<Failure> failures = new ArrayList<>();
    if (binding != null) {
      for (JsonObject sample : file.samples()) {
        String reason = new SampleCheck(binding, sample, file.tensors()).run();
        if (reason != null) {
          failures.add(new Failure(sample.get("id").getAsString(), reason));
        }
      }
    }
    return new Line(file.op(), binding != null, file.samples().size(), failures);
  }
}
