/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.CodeBlock;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * When the outputs of the reverse sweep's kernels are wanted: whenever something that reads them
 * runs, be it for nothing. What is not wanted is null.
 */
final class WantedOutputs {
  private final Sweeps sweeps;
  private final Conditions conditions;

  /** Read by what always runs. */
  private final Set<Value> always = new HashSet<>();

  /** Read by what runs for the gradients of these operands. */
  private final Map<Value, BitSet> served = new HashMap<>();

  WantedOutputs(Sweeps sweeps, Conditions conditions) {
    this.sweeps = sweeps;
    this.conditions = conditions;
    List<Step> steps = sweeps.reverse();
    for (ReverseRun run : ReverseRun.of(sweeps, conditions).reversed()) {
      for (Step step : steps.subList(run.start(), run.end()).reversed()) {
        if (run.conditional()) {
          reads(step).forEach(value -> serves(value, run.needed()));
        } else if (step instanceof Step.RunKernel kernel && kernel.outputs().size() > 1) {
          readByOutputs(kernel);
        } else {
          always.addAll(reads(step));
        }
      }
    }
  }

  private static Set<Value> reads(Step step) {
    Set<Value> all = new HashSet<>(step.reads());
    all.addAll(step.shapesRead());
    return all;
  }

  private void serves(Value value, BitSet operands) {
    served.computeIfAbsent(value, _ -> new BitSet()).or(operands);
  }

  /** A kernel needs those of its inputs that its wanted outputs read. */
  private void readByOutputs(Step.RunKernel kernel) {
    always.addAll(kernel.shapesRead());
    for (int i = 0; i < kernel.outputs().size(); i++) {
      Value output = kernel.outputs().get(i);
      Set<Value> inputs =
          kernel.plan().reads(i).stream().map(kernel.inputs()::get).collect(Collectors.toSet());
      if (isAlways(kernel, output)) {
        always.addAll(inputs);
      } else {
        inputs.forEach(input -> serves(input, servedBy(output)));
      }
    }
  }

  private BitSet servedBy(Value output) {
    return served.getOrDefault(output, new BitSet());
  }

  private boolean isAlways(Step.RunKernel kernel, Value output) {
    return always.contains(output)
        || !served.containsKey(output)
        || ReverseRun.influence(sweeps, kernel).equals(served.get(output));
  }

  /** Whether an output is wanted: {@code needs.any(WEIGHT)}, or {@code true}. */
  CodeBlock of(Step.RunKernel kernel, Value output) {
    return isAlways(kernel, output) ? CodeBlock.of("true") : conditions.any(servedBy(output));
  }
}
