/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.report.MethodReport.Entry;
import org.gradsmith.processor.report.MethodReport.Fate;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/** Reads a report off the sweeps of a straight line. */
public final class LineReport {
  private LineReport() {}

  /**
   * The report of a method.
   *
   * @param generated simple name of the generated class
   */
  public static MethodReport of(Sweeps sweeps, String generated) {
    Set<Value> inReverse = new HashSet<>();
    sweeps.reverse().forEach(s -> inReverse.addAll(s.makes()));
    inReverse.addAll(sweeps.cotangents());
    Map<Value, Integer> readers = new LinkedHashMap<>();
    Map<Value, Integer> shapes = new LinkedHashMap<>();
    for (Step step : sweeps.reverse()) {
      step.reads().forEach(v -> readers.putIfAbsent(v, step.span().line()));
      step.shapesRead().forEach(v -> shapes.putIfAbsent(v, step.span().line()));
    }
    List<Entry> entries = new ArrayList<>();
    Set<Value> told = new HashSet<>();
    readers.forEach((value, line) -> {
      if (!inReverse.contains(value) && told.add(value)) {
        entries.add(entry(Fate.SAVED, value, "a tensor", "the reverse of line %d reads it", line));
      }
    });
    shapes.forEach((value, line) -> {
      if (!inReverse.contains(value) && told.add(value)) {
        entries.add(
            entry(Fate.SAVED, value, "its shape", "the reverse of line %d reads that only", line));
      }
    });
    for (Step step : sweeps.forward()) {
      for (Value value : step.makes()) {
        if (inReverse.contains(value)) {
          entries.add(
              entry(
                  Fate.RECOMPUTED,
                  value,
                  "a tensor",
                  "computing it again in a kernel of the reverse sweep moves fewer bytes than keeping it (line %d)",
                  step.span().line()));
        } else if (!told.contains(value) && !sweeps.results().contains(value)) {
          entries.add(
              entry(
                  Fate.RELEASED,
                  value,
                  "a tensor",
                  "the reverse sweep does not read it, so it goes behind its last use (line %d)",
                  step.span().line()));
        }
      }
    }
    Method method = sweeps.method();
    long kernels =
        java.util.stream.Stream.concat(sweeps.forward().stream(), sweeps.reverse().stream())
            .filter(Step.RunKernel.class::isInstance)
            .count();
    return new MethodReport(
        method.className(),
        method.name(),
        generated,
        method.span().file() + ":" + method.span().line(),
        "a straight line",
        (int) kernels,
        entries);
  }

  private static Entry entry(Fate fate, Value value, String where, String why, int line) {
    return new Entry(fate, value.name(), "Tensor", where, why.formatted(line));
  }
}
