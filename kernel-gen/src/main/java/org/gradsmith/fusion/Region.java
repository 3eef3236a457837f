/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.sweep.Step;
import org.jspecify.annotations.Nullable;

/** A growing set of steps that one kernel will run, at the place of the last of them. */
final class Region {
  private record Use(Value value, InputKind kind) {}

  private final int first;
  private final Map<Use, Integer> inputs = new LinkedHashMap<>();
  private final List<String> inputNames = new ArrayList<>();
  private final Map<Value, Scalar> elements = new LinkedHashMap<>();
  private final Map<Value, Scalar> sums = new LinkedHashMap<>();
  private final List<Step.Compute> members = new ArrayList<>();
  private final Names names = new Names();
  private @Nullable Attr dim;
  private int last;

  Region(int first) {
    this.first = first;
    this.last = first;
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  boolean makes(Value value) {
    return elements.containsKey(value) || sums.containsKey(value);
  }

  /** Whether the value's elements can be used inside the region. */
  boolean hasElementsOf(Value value) {
    return elements.containsKey(value);
  }

  boolean contains(Step step) {
    return step instanceof Step.Compute compute && members.contains(compute);
  }

  /** Whether a step with this channel dimension (null: none) can join. */
  boolean agreesOn(@Nullable Attr other) {
    return dim == null || other == null || dim.equals(other);
  }

  void add(Step.Compute step, int index, @Nullable Attr stepDim) {
    members.add(step);
    last = index;
    if (stepDim != null) {
      dim = stepDim;
    }
    Node.Apply node = step.node();
    Value result = node.results().getFirst();
    if (node.op() == Reductions.SUM_EXCEPT) {
      sums.put(result, element(node, 0));
    } else {
      for (int i = 0; i < node.operands().size(); i++) {
        element(node, i); // inputs stand in the order of the op's operands
      }
      Scalar expression = node.op().expression().orElseThrow();
      elements.put(result, expression.mapLeaves(leaf -> substitute(node, leaf)));
    }
  }

  private Scalar substitute(Node.Apply node, Scalar leaf) {
    return switch (leaf) {
      case Scalar.Operand(int index) -> element(node, index);
      case Scalar.Attribute(int index) ->
          Scalar.constant(FusibleOps.number(node.attributes().get(index)).orElseThrow());
      case Scalar.Constant _, Scalar.Unary _, Scalar.Binary _, Scalar.IfLess _, Scalar.IfEqual _ ->
          leaf;
    };
  }

  private Scalar element(Node.Apply node, int operand) {
    Value value = node.operands().get(operand);
    Scalar inside = elements.get(value);
    if (inside != null) {
      return inside;
    }
    Use use = new Use(value, FusibleOps.kind(node.op(), operand));
    return Scalar.operand(inputs.computeIfAbsent(use, _ -> name(node.op(), operand)));
  }

  private int name(Op op, int operand) {
    inputNames.add(names.fresh(op.operands().get(operand).name()));
    return inputNames.size() - 1;
  }

  /** Names of the ops of the user's method that the members belong to, each once, in order. */
  List<String> origins() {
    return members.stream().map(Step.Compute::origin).distinct().toList();
  }

  Span span() {
    return members.getLast().span();
  }

  /** The kernel, which makes those of the region's values that are read outside. */
  Step.RunKernel kernel(Set<Value> readOutside, String name) {
    List<Input> planInputs = new ArrayList<>();
    List<Value> inputValues = new ArrayList<>();
    inputs.forEach((use, index) -> {
      planInputs.add(
          new Input(
              inputNames.get(index),
              use.kind(),
              use.kind() == InputKind.CHANNEL && use.value().isOptional()));
      inputValues.add(use.value());
    });
    List<Output> planOutputs = new ArrayList<>();
    List<Value> outputValues = new ArrayList<>();
    outputs(elements, OutputKind.FULL, "out", readOutside, planOutputs, outputValues);
    outputs(sums, OutputKind.CHANNEL_SUM, "sum", readOutside, planOutputs, outputValues);
    return new Step.RunKernel(
        new KernelPlan(name, planInputs, planOutputs),
        dim == null ? new Attr.Literal(0) : dim,
        inputValues,
        outputValues,
        span());
  }

  private void outputs(
      Map<Value, Scalar> values,
      OutputKind kind,
      String name,
      Set<Value> readOutside,
      List<Output> planOutputs,
      List<Value> outputValues) {
    values.forEach((value, expression) -> {
      if (readOutside.contains(value)) {
        planOutputs.add(new Output(names.fresh(name), kind, expression));
        outputValues.add(value);
      }
    });
  }
}
