/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.diff;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Reverse-mode differentiation of straight-line code: the steps are visited from last to first, and
 * each passes the cotangent of its result on to its operands by the rules of the table. A cotangent
 * that nothing contributed to is zero and stays symbolic: no step is made for it.
 */
public final class Reverse {
  private final Method method;
  private final Activity activity;
  private final BiPredicate<Value, Value> sameShape;
  private final Names names = new Names();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Value, Value> cotangents = new HashMap<>();
  private final Map<Value, BitSet> influences = new HashMap<>();

  private Reverse(Method method, BiPredicate<Value, Value> sameShape) {
    this.method = method;
    this.sameShape = sameShape;
    this.activity = Activity.of(method);
  }

  /**
   * The forward and reverse sweeps of a method.
   *
   * @param sameShape whether two values have the same shape for sure
   */
  public static Sweeps differentiate(Method method, BiPredicate<Value, Value> sameShape) {
    return new Reverse(method, sameShape).run();
  }

  private Sweeps run() {
    method.self().ifPresent(v -> names.take(v.name()));
    method.parameters().forEach(v -> names.take(v.name()));
    method.body().forEach(n -> n.results().forEach(v -> names.take(v.name())));
    Value seed = Value.tensor(names.fresh(Names.join(method.result().name(), "bar")));
    influences.put(seed, activity.of(method.result()));
    contribute(method.result(), seed, method.span());
    method.body().reversed().forEach(this::reverse);
    return new Sweeps(
        method, activity.reads(), activity.operands(), forward(), seed, steps, influences);
  }

  private List<Step> forward() {
    List<Step> forward = new ArrayList<>();
    for (Node node : method.body()) {
      switch (node) {
        case Node.Read _ -> {} // read when the call starts
        case Node.Apply apply -> forward.add(new Step.Compute(apply, apply.op().name()));
        case Node.CallModule call -> forward.add(new Step.CallModule(call));
      }
    }
    return forward;
  }

  private void reverse(Node node) {
    Value cotangent = node.results().isEmpty() ? null : cotangents.get(node.results().getFirst());
    if (cotangent == null) {
      return;
    }
    switch (node) {
      case Node.Read _ -> {}
      case Node.Apply apply -> reverseApply(apply, cotangent);
      case Node.CallModule call -> reverseCall(call, cotangent);
    }
  }

  /** Operands of the whole method first: the others' cotangents then stay alive for less time. */
  private void reverseApply(Node.Apply apply, Value cotangent) {
    Comparator<Integer> operandsFirst =
        Comparator.comparing(i -> !activity.operands().contains(apply.operands().get(i)));
    IntStream.range(0, apply.operands().size())
        .boxed()
        .filter(i -> apply.op().vjp(i).isPresent())
        .filter(i -> activity.isActive(apply.operands().get(i)))
        .sorted(operandsFirst.thenComparing(Comparator.reverseOrder()))
        .forEach(i -> reverseOperand(apply, i, cotangent));
  }

  private void reverseOperand(Node.Apply apply, int index, Value cotangent) {
    Value operand = apply.operands().get(index);
    int before = steps.size();
    Value gradient = new StepOps(names, apply, cotangent, sameShape).run(index, steps);
    for (Step step : steps.subList(before, steps.size())) {
      step.makes().forEach(v -> influences.put(v, activity.of(operand)));
    }
    contribute(operand, gradient, apply.span());
  }

  private void reverseCall(Node.CallModule call, Value cotangent) {
    Value operand = call.operands().getFirst();
    Value gradient = Value.tensor(names.fresh(Names.join(operand.name(), "bar")));
    steps.add(new Step.ReverseModule(call, cotangent, gradient));
    influences.put(gradient, activity.of(call.result()));
    if (activity.isActive(operand)) {
      contribute(operand, gradient, call.span());
    }
  }

  private void contribute(Value operand, Value gradient, Span span) {
    int index = activity.operands().indexOf(operand);
    if (index >= 0) {
      steps.add(new Step.Contribute(index, gradient, span));
      return;
    }
    Value earlier = cotangents.get(operand);
    if (earlier == null) {
      cotangents.put(operand, gradient);
      return;
    }
    Value sum = Value.tensor(names.fresh(Names.join(operand.name(), "bar")));
    Node.Apply add =
        new Node.Apply(Pointwise.ADD, List.of(earlier, gradient), List.of(), List.of(sum), span);
    steps.add(new Step.Compute(add, Pointwise.ADD.name()));
    influences.put(sum, activity.of(operand));
    cotangents.put(operand, sum);
  }
}
