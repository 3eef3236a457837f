/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Decides what the forward sweep saves and what kernels of the reverse sweep compute again. A
 * minimal cut through the values on the way from the operands to the kernels of the reverse sweep
 * is saved; what lies behind it is computed again, in the kernel that reads it. Only pointwise ops
 * are, which cost next to nothing in a kernel that moves the elements anyway.
 */
final class Recomputation {
  /** What saving a result costs that would be dropped. */
  private static final int MADE = 4;

  /** What saving a tensor costs that somebody else has too: an operand, or the method's result. */
  private static final int SHARED = 1;

  /** More than saving all tensors of a method costs. */
  private static final int NEVER = 1_000_000;

  private final Sweeps sweeps;
  private final Predicate<Step.Compute> fusible;
  private final Predicate<Value> inside;
  private final Map<Value, Step.Compute> makers = new LinkedHashMap<>();

  /**
   * @param again whether a value may be computed again
   */
  private Recomputation(
      Sweeps sweeps,
      Predicate<Step.Compute> fusible,
      Predicate<Value> inside,
      Predicate<Value> again) {
    this.sweeps = sweeps;
    this.fusible = fusible;
    this.inside = inside;
    for (Step step : sweeps.forward()) {
      if (step instanceof Step.Compute compute
          && fusible.test(compute)
          && !FusibleOps.reduces(compute.node().op())
          && again.test(compute.node().results().getFirst())) {
        makers.put(compute.node().results().getFirst(), compute);
      }
    }
  }

  /**
   * The sweeps, with steps in the reverse sweep that compute again what is not to be saved.
   *
   * @param inside whether a value is a condition, which is in no kernel's results
   */
  static Sweeps plan(Sweeps sweeps, Predicate<Step.Compute> fusible, Predicate<Value> inside) {
    return new Recomputation(sweeps, fusible, inside, _ -> true).run();
  }

  /** The sweeps, with everything saved that may be. */
  static Sweeps saving(Sweeps sweeps, Predicate<Step.Compute> fusible, Predicate<Value> inside) {
    return new Recomputation(sweeps, fusible, inside, inside).run();
  }

  private Sweeps run() {
    Set<Value> reverseMakes = new HashSet<>();
    sweeps.reverse().forEach(step -> reverseMakes.addAll(step.makes()));
    reverseMakes.add(sweeps.cotangent());
    Set<Value> inKernels = new HashSet<>();
    Set<Value> saved = new HashSet<>();
    for (Step step : sweeps.reverse()) {
      boolean kernel = step instanceof Step.Compute compute && fusible.test(compute);
      step.reads().stream()
          .filter(v -> !reverseMakes.contains(v))
          .forEach(kernel ? inKernels::add : saved::add);
    }
    saved.addAll(cut(inKernels, saved));
    List<Step> reverse = new ArrayList<>();
    Set<Value> known = new HashSet<>(saved);
    for (Step step : sweeps.reverse()) {
      for (Value value : step.reads()) {
        if (!reverseMakes.contains(value)) {
          compute(value, known, reverse);
        }
      }
      reverse.add(step);
    }
    return sweeps.withReverse(reverse, influences(reverse));
  }

  private Set<Value> cut(Set<Value> inKernels, Set<Value> saved) {
    MinCut<Value> cut = new MinCut<>();
    Set<Value> added = new HashSet<>();
    List<Value> open = new ArrayList<>(inKernels);
    inKernels.forEach(cut::sink);
    while (!open.isEmpty()) {
      Value value = open.removeLast();
      if (!added.add(value)) {
        continue;
      }
      Step.Compute maker = makers.get(value);
      boolean shared = value.equals(sweeps.result()) || sweeps.operands().contains(value);
      int cost = inside.test(value) ? NEVER : shared ? SHARED : MADE;
      cut.node(value, saved.contains(value) ? 0 : cost);
      if (maker == null || saved.contains(value)) {
        cut.source(value);
      } else {
        for (Value operand : maker.reads()) {
          cut.path(operand, value);
          open.add(operand);
        }
      }
    }
    return cut.cut();
  }

  /** Adds the steps that compute a value from what is known. */
  private void compute(Value value, Set<Value> known, List<Step> into) {
    Step.Compute maker = makers.get(value);
    if (maker == null || !known.add(value)) {
      return;
    }
    maker.reads().forEach(operand -> compute(operand, known, into));
    into.add(maker);
  }

  /** The operands whose gradients what is computed again serves: those of its readers. */
  private Map<Value, BitSet> influences(List<Step> reverse) {
    Map<Value, BitSet> influences = new HashMap<>(sweeps.influences());
    for (Step step : reverse.reversed()) {
      BitSet served = new BitSet();
      step.makes().forEach(v -> served.or(influences.getOrDefault(v, new BitSet())));
      for (Value read : step.reads()) {
        if (makers.containsKey(read)) {
          influences.computeIfAbsent(read, _ -> new BitSet()).or(served);
        }
      }
    }
    return influences;
  }
}
