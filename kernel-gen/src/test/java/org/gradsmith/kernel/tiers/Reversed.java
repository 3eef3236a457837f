/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;
import org.jspecify.annotations.Nullable;

/** The sweeps of a method of tensors, by the rules of the table. */
final class Reversed implements Ops<Value, Attr> {
  private final Method method;
  private final BiPredicate<Value, Value> sameShape;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Value, BitSet> active = new HashMap<>();
  private final Map<Value, BitSet> influences = new HashMap<>();
  private final Map<Value, Value> cotangents = new HashMap<>();

  // The step whose rules run, and the operand whose rule does.
  private Node.@Nullable Apply primal;
  private int operand;
  private int made;

  private Reversed(Method method, BiPredicate<Value, Value> sameShape) {
    this.method = method;
    this.sameShape = sameShape;
  }

  /**
   * The sweeps.
   *
   * @param sameShape whether two values have the same shape for sure
   */
  static Sweeps of(Method method, BiPredicate<Value, Value> sameShape) {
    return new Reversed(method, sameShape).run();
  }

  private Sweeps run() {
    for (int i = 0; i < method.parameters().size(); i++) {
      BitSet self = new BitSet();
      self.set(i);
      active.put(method.parameters().get(i), self);
    }
    List<Step> forward = new ArrayList<>();
    for (Node node : method.body()) {
      Node.Apply apply = (Node.Apply) node;
      forward.add(new Step.Compute(apply, apply.op().name()));
      BitSet union = new BitSet();
      for (int i = 0; i < apply.operands().size(); i++) {
        if (apply.op().vjp(i).isPresent()) {
          union.or(active(apply.operands().get(i)));
        }
      }
      active.put(apply.results().getFirst(), union);
    }
    Value seed = Value.tensor("seed");
    influences.put(seed, active(method.result()));
    contribute(method.result(), seed);
    method.body().reversed().forEach(node -> reverse((Node.Apply) node));
    return new Sweeps(method, List.of(), method.parameters(), forward, seed, steps, influences);
  }

  private BitSet active(Value value) {
    return active.getOrDefault(value, new BitSet());
  }

  private void reverse(Node.Apply apply) {
    Value cotangent = cotangents.get(apply.results().getFirst());
    if (cotangent == null) {
      return;
    }
    primal = apply;
    for (int i = apply.operands().size() - 1; i >= 0; i--) {
      Value to = apply.operands().get(i);
      if (apply.op().vjp(i).isPresent() && !active(to).isEmpty()) {
        operand = i;
        contribute(
            to, apply.op().vjp(i).orElseThrow().apply(this, new PrimalCall(apply, cotangent)));
      }
    }
  }

  private void contribute(Value to, Value gradient) {
    int parameter = method.parameters().indexOf(to);
    if (parameter >= 0) {
      steps.add(new Step.Contribute(parameter, gradient, Span.NONE));
      return;
    }
    Value earlier = cotangents.get(to);
    cotangents.put(
        to,
        earlier == null
            ? gradient
            : add(Pointwise.ADD, List.of(earlier, gradient), List.of(), "add", active(to))
                .getFirst());
  }

  private List<Value> add(
      Op op, List<Value> operands, List<Attr> attributes, String origin, BitSet serves) {
    List<Value> results = new ArrayList<>();
    op.results().forEach(_ -> results.add(Value.tensor("bar" + made++)));
    steps.add(
        new Step.Compute(new Node.Apply(op, operands, attributes, results, Span.NONE), origin));
    results.forEach(result -> influences.put(result, serves));
    return results;
  }

  @Override
  public List<Value> apply(Op op, List<@Nullable Value> operands, List<Attr> attributes) {
    Node.Apply of = Objects.requireNonNull(primal);
    List<Value> present = new ArrayList<>();
    operands.forEach(value -> present.add(Objects.requireNonNull(value)));
    boolean undoesNoBroadcast =
        op == Reductions.SUM_TO
            && attributes.getFirst() instanceof Attr.ShapeOf(Value target)
            && sameShape.test(of.results().getFirst(), target);
    return undoesNoBroadcast
        ? present
        : add(op, present, attributes, of.op().name(), active(of.operands().get(operand)));
  }

  @Override
  public Attr literal(long value) {
    return new Attr.Literal(value);
  }

  @Override
  public Attr number(double value) {
    return new Attr.Number(value);
  }

  @Override
  public Attr size(Attr shape, int dim) {
    throw new UnsupportedOperationException("sizes");
  }

  @Override
  public Attr sizeAlong(Attr shape, Attr dim) {
    throw new UnsupportedOperationException("sizes");
  }

  @Override
  public Attr plus(Attr a, Attr b) {
    throw new UnsupportedOperationException("sizes");
  }

  private record PrimalCall(Node.Apply primal, Value cotangent) implements Call<Value, Attr> {
    @Override
    public Value operand(int index) {
      return primal.operands().get(index);
    }

    @Override
    public Attr shape(int index) {
      return new Attr.ShapeOf(operand(index));
    }

    @Override
    public Value result(int index) {
      return primal.results().get(index);
    }

    @Override
    public Attr attribute(int index) {
      return primal.attributes().get(index);
    }

    @Override
    public int operandCount() {
      return primal.operands().size();
    }

    @Override
    public boolean isPresent(int index) {
      return true;
    }

    @Override
    public Attr resultShape() {
      return new Attr.ShapeOf(primal.results().getFirst());
    }

    @Override
    public Value cotangent(int index) {
      return cotangent;
    }
  }
}
