/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Truth values that stay inside kernels, where they are 0 and 1 in the kernel's dtype. A kernel
 * neither reads nor writes tensors of truth values: it computes those it needs. Which ones stay
 * inside is found by trying: one that a kernel would have to read or write is made by an op of its
 * own.
 */
final class Conditions {
  private final IntegerValues integers;
  private final Set<Value> all = new HashSet<>();
  private final Set<Value> inside = new HashSet<>();

  /** All conditions that steps compute may be inside kernels at first. */
  Conditions(List<Step> forward, List<Step> reverse) {
    this.integers = new IntegerValues();
    integers.collect(forward);
    integers.collect(reverse);
    Stream.concat(forward.stream(), reverse.stream())
        .filter(Step.Compute.class::isInstance)
        .map(step -> ((Step.Compute) step).node())
        .filter(node -> node.op().results().getFirst() == DTypeRule.BOOL)
        .forEach(node -> all.add(node.results().getFirst()));
    inside.addAll(all);
  }

  /** Whether a value is a condition that no kernel reads or writes. */
  boolean areInside(Value value) {
    return inside.contains(value);
  }

  /** Whether a kernel can run a step. */
  boolean allow(Step.Compute step) {
    Node.Apply node = step.node();
    Value result = node.results().getFirst();
    if (!node.operands().stream().allMatch(v -> !integers.contains(v) || inside.contains(v))) {
      return false;
    }
    if (all.contains(result)) {
      return inside.contains(result) && FusibleOps.fusibleCondition(step);
    }
    return !integers.contains(result) // nor has it the dtype that numbers made of truth values have
        && !node.operands().stream().allMatch(integers::contains)
        && FusibleOps.fusible(step, inside);
  }

  /** Whether a kernel can run a step over rows. */
  boolean allowRows(Step.Compute step) {
    return RowOps.fusible(step)
        && Stream.concat(step.reads().stream(), step.makes().stream())
            .noneMatch(integers::contains);
  }

  /** Takes out the conditions that kernels read or write; whether there were any. */
  boolean takeOut(Sweeps fused) {
    Set<Value> touched = new HashSet<>();
    Stream.concat(fused.forward().stream(), fused.reverse().stream())
        .filter(Step.RunKernel.class::isInstance)
        .map(Step.RunKernel.class::cast)
        .forEach(kernel -> {
          touched.addAll(kernel.inputs());
          touched.addAll(kernel.outputs());
        });
    return inside.removeAll(touched);
  }
}
