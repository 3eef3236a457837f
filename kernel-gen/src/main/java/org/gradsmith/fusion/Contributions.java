/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Adds up what pointwise steps contribute to the gradient of an operand, so that a kernel can: it
 * then writes one gradient instead of several that are added behind it.
 */
final class Contributions {
  private Contributions() {}

  static Sweeps join(Sweeps sweeps, Predicate<Step.Compute> fusible) {
    Set<Value> inKernels = new HashSet<>();
    for (Step step : sweeps.reverse()) {
      if (step instanceof Step.Compute compute && fusible.test(compute)) {
        inKernels.addAll(compute.makes());
      }
    }
    Map<Integer, Integer> left = new HashMap<>();
    Set<Integer> others = new HashSet<>();
    for (Step step : sweeps.reverse()) {
      if (step instanceof Step.Contribute(int operand, Value gradient, var _)) {
        left.merge(operand, 1, Integer::sum);
        if (!inKernels.contains(gradient)) {
          others.add(operand);
        }
      }
    }
    Names names = new Names();
    sweeps.forward().forEach(s -> s.makes().forEach(v -> names.take(v.name())));
    sweeps.reverse().forEach(s -> s.makes().forEach(v -> names.take(v.name())));
    sweeps.operands().forEach(v -> names.take(v.name()));
    names.take(sweeps.cotangent().name());
    Map<Value, BitSet> influences = new HashMap<>(sweeps.influences());
    Map<Integer, Value> sums = new HashMap<>();
    List<Step> reverse = new ArrayList<>();
    String origin = "";
    for (Step step : sweeps.reverse()) {
      origin = step instanceof Step.Compute compute ? compute.origin() : origin;
      if (!(step instanceof Step.Contribute(int operand, Value gradient, var span))
          || others.contains(operand)) {
        reverse.add(step);
        continue;
      }
      Value before = sums.get(operand);
      Value sum = gradient;
      if (before != null) {
        sum = Value.tensor(names.fresh(Names.join(sweeps.operands().get(operand).name(), "bar")));
        Node.Apply add =
            new Node.Apply(Pointwise.ADD, List.of(before, gradient), List.of(), List.of(sum), span);
        reverse.add(new Step.Compute(add, origin));
        influences.put(sum, sweeps.influences().get(gradient));
      }
      sums.put(operand, sum);
      if (left.merge(operand, -1, Integer::sum) == 0) {
        reverse.add(new Step.Contribute(operand, sum, span));
      }
    }
    return sweeps.withReverse(reverse, influences);
  }
}
