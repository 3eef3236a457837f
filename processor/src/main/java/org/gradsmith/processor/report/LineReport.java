/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.report.MethodReport.Entry;
import org.gradsmith.processor.report.MethodReport.Fate;
import org.gradsmith.processor.report.MethodReport.Phase;
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
  public static MethodReport of(StraightPhases phases, String generated) {
    Sweeps sweeps = phases.fused();
    TensorSizes sizes = phases.sizes();
    Set<Value> inReverse = new HashSet<>();
    sweeps.reverse().forEach(s -> inReverse.addAll(s.makes()));
    inReverse.add(sweeps.cotangent());
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
        entries.add(
            entry(Fate.SAVED, value, "a tensor", "the reverse of line %d reads it", line, sizes));
      }
    });
    shapes.forEach((value, line) -> {
      if (!inReverse.contains(value) && told.add(value)) {
        entries.add(
            new Entry(
                Fate.SAVED,
                value.name(),
                "Tensor",
                "its shape",
                "the reverse of line %d reads that only".formatted(line),
                Optional.empty()));
      }
    });
    Set<Value> again = computedAgain(phases);
    for (Step step : phases.differentiated().forward()) {
      for (Value value : step.makes()) {
        if (again.contains(value)) {
          entries.add(
              entry(
                  Fate.RECOMPUTED,
                  value,
                  "a tensor",
                  "computing it again in a kernel of the reverse sweep moves fewer bytes than keeping it (line %d)",
                  step.span().line(),
                  sizes));
        }
      }
    }
    for (Step step : sweeps.forward()) {
      for (Value value : step.makes()) {
        if (!again.contains(value) && !told.contains(value) && !value.equals(sweeps.result())) {
          entries.add(
              entry(
                  Fate.RELEASED,
                  value,
                  "a tensor",
                  "the reverse sweep does not read it, so it goes behind its last use (line %d)",
                  step.span().line(),
                  sizes));
        }
      }
    }
    Method method = sweeps.method();
    long kernels =
        Stream.concat(sweeps.forward().stream(), sweeps.reverse().stream())
            .filter(Step.RunKernel.class::isInstance)
            .count();
    return new MethodReport(
        method.className(),
        method.name(),
        generated,
        method.span(),
        MethodReport.STRAIGHT,
        MethodReport.FLOAT32,
        sweeps.method().parameters().stream().map(Value::name).toList(),
        sweeps.result().name(),
        (int) kernels,
        entries,
        KernelCounts.of(phases.differentiated(), sweeps, sizes),
        SavedBytes.of(phases.differentiated(), sweeps, sizes),
        Launches.of(phases, sizes, generated),
        LineCalls.of(phases, sizes),
        List.of(
            new Phase("read", StraightText.of(phases.read())),
            new Phase("simplified", StraightText.of(phases.simplified())),
            new Phase("inlined", StraightText.of(phases.inlined())),
            new Phase("differentiated", StraightText.of(phases.differentiated())),
            new Phase("fused", StraightText.of(sweeps))));
  }

  /** What steps of the reverse sweep make that the forward sweep has made before. */
  private static Set<Value> computedAgain(StraightPhases phases) {
    Set<Value> again = new HashSet<>();
    for (Step step : phases.fused().reverse()) {
      again.addAll(step.makes());
      if (step instanceof Step.RunKernel kernel) {
        phases.members().apply(kernel).forEach(member -> again.addAll(member.makes()));
      }
    }
    return again;
  }

  private static Entry entry(
      Fate fate, Value value, String where, String why, int line, TensorSizes sizes) {
    return new Entry(
        fate, value.name(), "Tensor", where, why.formatted(line), Optional.of(sizes.bytes(value)));
  }
}
