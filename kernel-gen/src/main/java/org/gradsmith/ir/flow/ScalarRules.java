/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Views;
import org.gradsmith.ir.op.Vjp;
import org.gradsmith.ir.scalar.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * The derivative rules of the op table for plain numbers: a row that works element by element is
 * also a function of numbers, and its rule, executed with expressions, is that function's
 * derivative.
 */
public final class ScalarRules implements Ops<Scalar, Double> {
  private static final ScalarRules INSTANCE = new ScalarRules();

  private ScalarRules() {}

  /**
   * For each operand of a pointwise row the cotangent times the partial derivative, over operands 0
   * to n-1, the result (operand n) and the cotangent (operand n+1); empty where no gradient flows.
   */
  public static List<Optional<Scalar>> gradients(Op op) {
    int count = op.operands().size();
    List<Optional<Scalar>> gradients = new ArrayList<>();
    IntStream.range(0, count)
        .forEach(i -> gradients.add(op.vjp(i).map(rule -> INSTANCE.run(rule, count))));
    return gradients;
  }

  private Scalar run(Vjp rule, int count) {
    return rule.apply(this, new Numbers(count));
  }

  @Override
  public List<Scalar> apply(Op op, List<@Nullable Scalar> operands, List<Double> attributes) {
    if (op == Reductions.SUM_TO || op == Views.EXPAND) {
      Scalar number = operands.getFirst();
      return List.of(number == null ? Scalar.constant(0) : number);
    }
    Scalar expression =
        op.expression()
            .orElseThrow(() -> new IllegalArgumentException(op + " is no function of numbers"));
    return List.of(substitute(expression, operands, attributes));
  }

  /** An expression with other expressions in the place of its operands. */
  public static Scalar substitute(
      Scalar tree, List<? extends @Nullable Scalar> operands, List<Double> attributes) {
    return switch (tree) {
      case Scalar.Operand(int index) -> {
        Scalar given = operands.get(index);
        yield given == null ? tree : given;
      }
      case Scalar.Attribute(int index) -> Scalar.constant(attributes.get(index));
      case Scalar.Constant constant -> constant;
      case Scalar.Unary(var function, Scalar x) ->
          new Scalar.Unary(function, substitute(x, operands, attributes));
      case Scalar.Binary(var function, Scalar x, Scalar y) ->
          new Scalar.Binary(
              function, substitute(x, operands, attributes), substitute(y, operands, attributes));
      case Scalar.IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          new Scalar.IfLess(
              substitute(left, operands, attributes),
              substitute(right, operands, attributes),
              substitute(then, operands, attributes),
              substitute(otherwise, operands, attributes));
      case Scalar.IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          new Scalar.IfEqual(
              substitute(left, operands, attributes),
              substitute(right, operands, attributes),
              substitute(then, operands, attributes),
              substitute(otherwise, operands, attributes));
    };
  }

  @Override
  public Double literal(long value) {
    return (double) value;
  }

  @Override
  public Double number(double value) {
    return value;
  }

  /** Numbers have no sizes. */
  @Override
  public Double size(Double shape, int dim) {
    throw new IllegalArgumentException("a number has no dimension " + dim);
  }

  /** Numbers have no sizes. */
  @Override
  public Double sizeAlong(Double shape, Double dim) {
    throw new IllegalArgumentException("a number has no dimension " + dim);
  }

  @Override
  public Double plus(Double a, Double b) {
    return a + b;
  }

  /** One application to numbers, which stand at the places of the operands. */
  private record Numbers(int operandCount) implements Call<Scalar, Double> {
    @Override
    public Scalar operand(int index) {
      return Scalar.operand(index);
    }

    @Override
    public Double shape(int index) {
      return 0.0;
    }

    @Override
    public Scalar result(int index) {
      return Scalar.operand(operandCount);
    }

    @Override
    public Double attribute(int index) {
      throw new IllegalArgumentException("a function of numbers has no attribute " + index);
    }

    @Override
    public boolean isPresent(int index) {
      return true;
    }

    @Override
    public Double resultShape() {
      return 0.0;
    }

    @Override
    public Scalar cotangent() {
      return Scalar.operand(operandCount + 1);
    }

    @Override
    public Scalar cotangent(int index) {
      return cotangent();
    }
  }
}
