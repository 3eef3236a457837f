/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.pass.Substitution;
import org.gradsmith.sweep.Step;
import org.jspecify.annotations.Nullable;

/** The algebra in which a derivative rule gives code: what it applies becomes steps. */
final class StepOps implements Ops<Value, Attr> {
  /** Marks what a rule makes until it is named: no value of the method is called so. */
  private static final String OWN = "*";

  private final Names names;
  private final Node.Apply primal;
  private final Value cotangent;
  private final BiPredicate<Value, Value> sameShape;
  private final List<Node.Apply> applied = new ArrayList<>();

  /**
   * @param sameShape whether two values of the method have the same shape for sure
   */
  StepOps(Names names, Node.Apply primal, Value cotangent, BiPredicate<Value, Value> sameShape) {
    this.names = names;
    this.primal = primal;
    this.cotangent = cotangent;
    this.sameShape = sameShape;
  }

  /**
   * The steps that make the cotangent of operand {@code index}, which is named after the operand.
   *
   * @param into receives the steps
   */
  Value run(int index, List<Step> into) {
    Value operand = primal.operands().get(index);
    Value made = primal.op().vjp(index).orElseThrow().apply(this, new PrimalCall());
    Substitution naming = new Substitution();
    for (Node.Apply node : applied) {
      for (Value result : node.results()) {
        String name =
            result.equals(made)
                ? Names.join(operand.name(), "bar")
                : Names.join(operand.name(), result.name().substring(OWN.length()));
        naming.put(result, Value.tensor(names.fresh(name)));
      }
    }
    for (Node.Apply node : applied) {
      into.add(new Step.Compute((Node.Apply) naming.of(node), primal.op().name()));
    }
    return naming.of(made);
  }

  @Override
  public List<Value> apply(Op op, List<@Nullable Value> operands, List<Attr> attributes) {
    if (undoesNoBroadcast(op, attributes) && operands.getFirst() != null) {
      return List.of(operands.getFirst());
    }
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < op.results().size(); i++) {
      results.add(Value.tensor(OWN + op.name() + (applied.size() + 1) + (i == 0 ? "" : "_" + i)));
    }
    List<Value> present = new ArrayList<>();
    for (Value operand : operands) {
      if (operand == null) {
        throw new IllegalStateException("the rule of " + primal.op() + " leaves out an operand");
      }
      present.add(operand);
    }
    Span span = primal.span();
    applied.add(new Node.Apply(op, present, attributes, results, span));
    return results;
  }

  /**
   * Whether the op sums a cotangent of the primal's shape down to that very shape. The rules of
   * pointwise ops do so for every operand, since it may have been broadcast.
   */
  private boolean undoesNoBroadcast(Op op, List<Attr> attributes) {
    return op == Reductions.SUM_TO
        && primal.op().expression().isPresent()
        && attributes.getFirst() instanceof Attr.ShapeOf(Value operand)
        && sameShape.test(primal.results().getFirst(), operand);
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
    return switch (shape) {
      case Attr.ShapeOf(Value tensor) -> new Attr.SizeOf(tensor, dim);
      case Attr.Sizes(List<Attr> sizes) -> sizes.get(dim);
      case Attr.Literal _,
          Attr.Number _,
          Attr.SizeOf _,
          Attr.Read _,
          Attr.Arithmetic _,
          Attr.BroadcastOf _,
          Attr.Parameter _ ->
          throw new IllegalStateException(
              "the rule of " + primal.op() + " asks for a size of " + shape);
    };
  }

  @Override
  public Attr sizeAlong(Attr shape, Attr dim) {
    if (dim instanceof Attr.Literal(long number)) {
      int at = Math.toIntExact(number);
      return size(shape, at < 0 && shape instanceof Attr.Sizes(var sizes) ? at + sizes.size() : at);
    }
    throw new IllegalStateException(
        "the rule of " + primal.op() + " asks for a size along " + dim + ", which is no constant");
  }

  @Override
  public Attr plus(Attr a, Attr b) {
    return new Attr.Arithmetic(Attr.Operator.PLUS, a, b);
  }

  /** The primal's values, as its rules ask for them. */
  private final class PrimalCall implements Call<Value, Attr> {
    @Override
    public Value operand(int index) {
      return primal.operands().get(index);
    }

    @Override
    public Attr shape(int index) {
      return new Attr.ShapeOf(primal.operands().get(index));
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
      return true; // an absent operand is a run-time value, null
    }

    @Override
    public Attr resultShape() {
      return new Attr.ShapeOf(primal.results().getFirst());
    }

    @Override
    public Value cotangent() {
      return cotangent;
    }

    @Override
    public Value cotangent(int index) {
      if (index != 0) {
        throw new IllegalStateException(
            "the rule of " + primal.op() + " asks for the cotangent of result " + index);
      }
      return cotangent;
    }
  }
}
