/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Writes the forward sweep, twice: {@code evaluate} keeps nothing, {@code record} keeps what the
 * reverse sweep reads. Both release each temporary behind its last use.
 */
final class ForwardCode {
  private final Sweeps sweeps;
  private final Kept kept;
  private final Conditions conditions;
  private final StepCode steps;
  private final Ownership ownership;
  private final Map<Value, String> callFields;

  ForwardCode(Sweeps sweeps, Kept kept, Conditions conditions, StepCode steps, CallFields fields) {
    this.sweeps = sweeps;
    this.kept = kept;
    this.conditions = conditions;
    this.steps = steps;
    List<Value> reachable = new ArrayList<>(sweeps.operands());
    reachable.add(sweeps.result());
    this.ownership = new Ownership(sweeps.forward(), reachable);
    this.callFields = fields.calls();
  }

  CodeBlock evaluate() {
    return write(Set.of(), false);
  }

  CodeBlock record() {
    return write(kept.tensors().keySet(), true);
  }

  private CodeBlock write(Set<Value> keep, boolean recording) {
    CodeBlock.Builder code = CodeBlock.builder();
    UserLines lines = new UserLines();
    Map<Step, List<Value>> releases = ownership.releases(sweeps.forward(), keep);
    Set<Value> ownedStorages = new HashSet<>();
    if (recording) {
      sweeps.operands().forEach(v -> keep(v, ownedStorages, code));
    }
    for (Step step : sweeps.forward()) {
      lines.enter(step.span(), code);
      List<Value> released = made(step, releases.getOrDefault(step, List.of()), recording);
      run(step, recording, released, code);
      if (recording) {
        step.makes().forEach(v -> keep(v, ownedStorages, code));
      }
      release(released, code);
    }
    if (recording) {
      code.addStatement("in = null");
    }
    code.addStatement("return $L", steps.tensor(sweeps.result()));
    return code.build();
  }

  private void run(Step step, boolean recording, List<Value> released, CodeBlock.Builder code) {
    switch (step) {
      case Step.Compute compute -> {
        if (compute.makes().size() == 1) {
          declare(compute.makes().getFirst(), steps.compute(compute), code);
        } else {
          Set<Value> used = used(recording);
          used.addAll(released);
          declareAll(compute.makes(), used, steps.compute(compute), code);
        }
      }
      case Step.RunKernel kernel -> {
        if (kernel.outputs().size() == 1) {
          declare(kernel.outputs().getFirst(), steps.apply(kernel), code);
        } else {
          Set<Value> used = used(recording);
          List<CodeBlock> wanted =
              kernel.outputs().stream().map(v -> CodeBlock.of("$L", used.contains(v))).toList();
          declareAll(kernel.outputs(), used, steps.applyAll(kernel, wanted), code);
        }
      }
      case Step.CallModule call -> callModule(call, recording, code);
      case Step.ReverseModule _, Step.Contribute _ ->
          throw new IllegalArgumentException("a forward sweep has no " + step);
    }
  }

  private static void declare(Value value, CodeBlock expression, CodeBlock.Builder code) {
    code.addStatement("$T $L = $L", RuntimeNames.TENSOR, value.name(), expression);
  }

  /** The dead values without those that a kernel is not asked for. */
  private List<Value> made(Step step, List<Value> dead, boolean recording) {
    if (!(step instanceof Step.RunKernel)) {
      return dead;
    }
    Set<Value> used = used(recording);
    return dead.stream().filter(v -> !step.makes().contains(v) || used.contains(v)).toList();
  }

  /** Values that are read behind the step that makes them. */
  private Set<Value> used(boolean recording) {
    Set<Value> used = new HashSet<>(Set.of(sweeps.result()));
    for (Step step : sweeps.forward()) {
      used.addAll(step.reads());
      used.addAll(step.shapesRead());
    }
    if (recording) {
      used.addAll(kept.tensors().keySet());
      used.addAll(kept.shapes());
    }
    return used;
  }

  private static void declareAll(
      List<Value> values, Set<Value> used, CodeBlock expression, CodeBlock.Builder code) {
    String all = Names.join(values.getFirst().name(), "all");
    code.addStatement("$T[] $L = $L", RuntimeNames.TENSOR, all, expression);
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      if (used.contains(value)) {
        code.addStatement("$T $L = $L[$L]", RuntimeNames.TENSOR, value.name(), all, i);
      }
    }
  }

  private void callModule(Step.CallModule step, boolean recording, CodeBlock.Builder code) {
    String module = step.call().module().name();
    String method = step.call().hooks() ? "call" : "forward";
    Value x = step.call().operands().getFirst();
    Value result = step.call().result();
    if (!recording) {
      declare(result, CodeBlock.of("$L.$L($L)", module, method, steps.tensor(x)), code);
      return;
    }
    int operand = sweeps.operands().indexOf(x);
    String needed = operand >= 0 ? "needs.any(" + conditions.constant(operand) + ")" : "true";
    String field = callFields.get(result);
    code.addStatement("$L = call($L::$L, $L, $L)", field, module, method, steps.tensor(x), needed);
    declare(result, CodeBlock.of("$L.result()", field), code);
  }

  /**
   * Keeps what the reverse sweep reads of a value, for those gradients that are needed.
   *
   * @param ownedStorages storages that are released with the call already
   */
  private void keep(Value value, Set<Value> ownedStorages, CodeBlock.Builder code) {
    if (kept.shapes().contains(value)) {
      code.addStatement("$L = $L.shape()", CallFields.shape(value), steps.tensor(value));
    }
    BitSet influence = kept.tensors().get(value);
    if (influence == null) {
      return;
    }
    boolean owned = ownership.owns(value) && ownedStorages.add(ownership.storage(value));
    String save = owned ? "saveOwned" : "save";
    CodeBlock statement =
        CodeBlock.of(
            "$L = $L($L, $S)", CallFields.saved(value), save, steps.tensor(value), value.name());
    if (conditions.always(influence)) {
      code.addStatement(statement);
    } else {
      code.beginControlFlow("if ($L)", conditions.any(influence));
      code.addStatement(statement);
      code.endControlFlow();
    }
  }

  private void release(List<Value> dead, CodeBlock.Builder code) {
    if (!dead.isEmpty()) {
      code.addStatement(
          "release($L)", dead.stream().map(steps::tensor).collect(Collectors.joining(", ")));
    }
  }
}
