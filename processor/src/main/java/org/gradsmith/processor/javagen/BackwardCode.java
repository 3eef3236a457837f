/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Writes the reverse sweep. Steps that serve the gradient of one operand only stand under a
 * question to the mask; the sweep ends as soon as nothing further back needs a gradient.
 */
final class BackwardCode {
  private final Sweeps sweeps;
  private final List<Step> steps;
  private final Conditions conditions;
  private final StepCode code;
  private final Map<Value, String> callFields;
  private final Temporaries temporaries;
  private final WantedOutputs wantedOutputs;
  private final CodeBlock.Builder out = CodeBlock.builder();
  private final UserLines lines = new UserLines();

  BackwardCode(Sweeps sweeps, Kept kept, Conditions conditions, StepCode code, CallFields fields) {
    this.sweeps = sweeps;
    this.steps = sweeps.reverse();
    this.conditions = conditions;
    this.wantedOutputs = new WantedOutputs(sweeps, conditions);
    this.code = code;
    this.callFields = fields.calls();
    List<Value> reachable = new ArrayList<>(kept.tensors().keySet());
    reachable.add(sweeps.cotangent());
    this.temporaries = new Temporaries(steps, new Ownership(steps, reachable));
  }

  CodeBlock write() {
    List<ReverseRun> runs = ReverseRun.of(sweeps, conditions);
    BitSet before = runs.isEmpty() ? new BitSet() : runs.getFirst().needed();
    int written = 0;
    for (ReverseRun run : runs) {
      if (run.end() <= written) {
        continue; // was part of the statement before
      }
      if (run.conditional()) {
        block(run.start(), run.end());
        written = run.end();
        continue;
      }
      if (!run.needed().equals(before) && !conditions.always(run.needed())) {
        out.beginControlFlow("if ($L)", conditions.none(run.needed()));
        release(temporaries.alive());
        out.addStatement("return");
        out.endControlFlow();
        before = run.needed();
      }
      written = statement(run.start(), steps.size());
    }
    return out.build();
  }

  private void block(int start, int end) {
    lines.enter(steps.get(start).span(), out);
    BitSet influence = ReverseRun.influence(sweeps, steps.get(start));
    out.beginControlFlow("if ($L)", conditions.any(influence));
    temporaries.enterBlock();
    int i = start;
    while (i < end) {
      i = statement(i, end);
    }
    out.endControlFlow();
    release(temporaries.leaveBlock());
  }

  /** Writes one statement, for a step or for a step and the contribution it is made for. */
  private int statement(int index, int end) {
    Step step = steps.get(index);
    lines.enter(step.span(), out);
    if (index + 1 < end && onlyContributes(step, steps.get(index + 1))) {
      Step.Contribute contribute = (Step.Contribute) steps.get(index + 1);
      contribute(contribute, expression(step));
      release(temporaries.after(step));
      release(temporaries.after(contribute));
      return index + 2;
    }
    switch (step) {
      case Step.Contribute contribute ->
          contribute(contribute, CodeBlock.of("$L", code.tensor(contribute.gradient())));
      case Step.RunKernel kernel when kernel.outputs().size() > 1 -> declareAll(kernel);
      case Step.Compute _, Step.RunKernel _, Step.ReverseModule _ ->
          out.addStatement(
              "$T $L = $L", RuntimeNames.TENSOR, step.makes().getFirst().name(), expression(step));
      case Step.CallModule _ ->
          throw new IllegalArgumentException("a reverse sweep has no " + step);
    }
    release(temporaries.after(step));
    return index + 1;
  }

  private boolean onlyContributes(Step step, Step next) {
    return next instanceof Step.Contribute contribute
        && step.makes().size() == 1
        && step.makes().getFirst().equals(contribute.gradient())
        && steps.stream().filter(s -> s.reads().contains(contribute.gradient())).count() == 1;
  }

  private void contribute(Step.Contribute contribute, CodeBlock gradient) {
    out.addStatement("bars.add($L, $L)", conditions.constant(contribute.operand()), gradient);
  }

  private CodeBlock expression(Step step) {
    return switch (step) {
      case Step.Compute compute -> code.compute(compute);
      case Step.RunKernel kernel -> code.apply(kernel);
      case Step.ReverseModule reverse ->
          CodeBlock.of(
              "$L.backward($L)",
              callFields.get(reverse.call().result()),
              code.tensor(reverse.cotangent()));
      case Step.CallModule _, Step.Contribute _ ->
          throw new IllegalArgumentException(step + " makes nothing");
    };
  }

  private void declareAll(Step.RunKernel kernel) {
    List<CodeBlock> wanted =
        kernel.outputs().stream().map(output -> wantedOutputs.of(kernel, output)).toList();
    String name = Names.join(kernel.outputs().getFirst().name(), "all");
    out.addStatement("$T[] $L = $L", RuntimeNames.TENSOR, name, code.applyAll(kernel, wanted));
    for (int i = 0; i < kernel.outputs().size(); i++) {
      out.addStatement(
          "$T $L = $L[$L]", RuntimeNames.TENSOR, kernel.outputs().get(i).name(), name, i);
    }
  }

  private void release(List<Value> dead) {
    if (!dead.isEmpty()) {
      out.addStatement("release($L)", StepCode.list(dead.stream().map(code::tensor).toList()));
    }
  }
}
