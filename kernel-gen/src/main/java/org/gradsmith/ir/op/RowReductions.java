/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Arithmetic.mul;
import static org.gradsmith.ir.op.Arithmetic.plus;
import static org.gradsmith.ir.op.Arithmetic.sub;
import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;
import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Standard.Literal;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Operand;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * What else than a sum the elements along one dimension are reduced to, which stays with size 1 if
 * keepDim is 1: mean, variance, logarithm of a sum of powers.
 */
public final class RowReductions {
  /** Mean along one dimension; NaN of no elements. */
  public static final Op MEAN_DIM =
      Op.named("meanDim")
          .linear("x", RowReductions::meanDimX)
          .attribute("dim", INT)
          .attribute("keepDim", INT, new Literal(0))
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Reductions::alongDim)
          .rows(mean())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2, 3)).with(1L, 1L))
          .sample(Sample.of(Input.of(2, 3)).with(0L, 0L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(-2L, 0L))
          .build();

  /** Every element of g divided by the size of a dimension of a shape: meanDim's cotangent. */
  public static final Op DIVIDE_BY_SIZE =
      Op.named("divideBySize")
          .linear("g", RowReductions::divideBySizeG)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2)).with(List.of(2L, 3L), -1L))
          .build();

  /**
   * log Σ e^x along one dimension, relative to the largest element, so that nothing overflows. An
   * infinite largest element is the result itself, that of no elements included.
   */
  public static final Op LOGSUMEXP =
      Op.named("logsumexp")
          .operand("x", RowReductions::logsumexpX, RowReductions::logsumexpTangent)
          .attribute("dim", INT)
          .attribute("keepDim", INT, new Literal(0))
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Reductions::alongDim)
          .rows(logsumexp())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.in(-2, 2, 3, 4)).with(1L, 0L))
          .sample(Sample.of(Input.in(-2, 2, 3, 4)).with(0L, 1L))
          .sample(Sample.of(Input.in(-2, 2, 3)).with(-1L, 0L))
          .build();

  /** Σ (x - mean)² / max(0, n - correction) along one dimension of n elements. */
  public static final Op VAR_DIM =
      Op.named("varDim")
          .operand("x", RowReductions::varDimX, RowReductions::varDimTangent)
          .attribute("dim", INT)
          .attribute("correction", NUMBER, new Literal(1))
          .attribute("keepDim", INT, new Literal(0))
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(RowReductions::varDimShape)
          .rows(variance())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3, 4)).with(1L, 1.0, 0L))
          .sample(Sample.of(Input.of(3, 4)).with(0L, 0.5, 1L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(-2L, 0.0, 0L))
          .build();

  /**
   * The cotangent of varDim's operand x from that of its result: g · 2 · (x - mean) / max(0, n -
   * correction). Linear in x as well, and x - mean is symmetric.
   */
  public static final Op VAR_DIM_GRAD =
      Op.named("varDimGrad")
          .linear("x", RowReductions::varDimGradX)
          .linear("g", RowReductions::varDimGradG)
          .attribute("dim", INT)
          .attribute("correction", NUMBER)
          .attribute("keepDim", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(RowReductions::varDimGradShape)
          .rows(varianceGrad())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3, 4), Input.of(3)).with(1L, 1.0, 0L))
          .sample(Sample.of(Input.of(3, 4), Input.of(1, 4)).with(0L, 0.5, 1L))
          .build();

  private RowReductions() {}

  static List<Op> all() {
    return List.of(MEAN_DIM, DIVIDE_BY_SIZE, LOGSUMEXP, VAR_DIM, VAR_DIM_GRAD);
  }

  private static RowExpression mean() {
    return new RowExpression(
        List.of(Operand.of(Place.FULL)),
        List.of(new Reduction("mean", Fold.MEAN, operand(0))),
        List.of(new Result("y", Target.ROW, operand(1))));
  }

  private static RowExpression logsumexp() {
    Scalar max = operand(1);
    Scalar sum = operand(2);
    Scalar power = unary(UnaryFunction.EXP, Scalar.sub(operand(0), max));
    Scalar finite = Scalar.add(max, unary(UnaryFunction.LOG, sum));
    Scalar zeroIfFinite = Scalar.sub(max, max); // NaN otherwise, as the sum is then
    return new RowExpression(
        List.of(Operand.of(Place.FULL)),
        List.of(new Reduction("max", Fold.MAX, operand(0)), new Reduction("sum", Fold.SUM, power)),
        List.of(new Result("y", Target.ROW, ifLess(zeroIfFinite, constant(1), finite, max))));
  }

  private static RowExpression variance() {
    Scalar centred = Scalar.sub(operand(0), operand(1));
    return new RowExpression(
        List.of(Operand.of(Place.FULL)),
        List.of(
            new Reduction("mean", Fold.MEAN, operand(0)),
            new Reduction("count", Fold.SUM, constant(1)),
            new Reduction("squares", Fold.SUM, Scalar.mul(centred, centred))),
        List.of(new Result("y", Target.ROW, Scalar.div(operand(3), freedom(operand(2))))));
  }

  private static RowExpression varianceGrad() {
    Scalar centred = Scalar.sub(operand(0), operand(2));
    Scalar slope = Scalar.div(Scalar.mul(operand(1), constant(2)), freedom(operand(3)));
    return new RowExpression(
        List.of(Operand.of(Place.FULL), Operand.of(Place.ROW)),
        List.of(
            new Reduction("mean", Fold.MEAN, operand(0)),
            new Reduction("count", Fold.SUM, constant(1))),
        List.of(new Result("gx", Target.FULL, Scalar.mul(centred, slope))));
  }

  /** max(0, count - correction). */
  private static Scalar freedom(Scalar count) {
    Scalar rest = Scalar.sub(count, attribute(1));
    return ifLess(rest, constant(0), constant(0), rest);
  }

  private static <D> List<List<D>> varDimShape(Dims<D> dims, ShapeCall<D> call) {
    boolean keepDim = call.constant(2) != 0;
    return List.of(Reductions.reduced(dims, call.operand(0), call.constant(0), keepDim));
  }

  private static <D> List<List<D>> varDimGradShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> reduced = varDimShape(dims, call).getFirst();
    ShapeRules.equal(dims, call.operand(1), reduced, "the cotangent", "the result");
    return List.of(call.operand(0));
  }

  private static <V, S> V meanDimX(Ops<V, S> o, Call<V, S> c) {
    V share = o.with(DIVIDE_BY_SIZE, c.cotangent(), List.of(c.shape(0), c.attribute(0)));
    return expanded(o, c, share);
  }

  private static <V, S> V divideBySizeG(Ops<V, S> o, Call<V, S> c) {
    return o.with(DIVIDE_BY_SIZE, c.cotangent(), List.of(c.attribute(0), c.attribute(1)));
  }

  private static <V, S> V logsumexpX(Ops<V, S> o, Call<V, S> c) {
    return mul(o, expanded(o, c, c.cotangent()), shares(o, c));
  }

  private static <V, S> V logsumexpTangent(Ops<V, S> o, Call<V, S> c, V tangent) {
    List<S> along = List.of(c.attribute(0), c.attribute(1));
    return o.with(Reductions.SUM_DIM, mul(o, tangent, shares(o, c)), along);
  }

  /** e^(x - y), the softmax of x. Where y is infinite it is 0 or NaN, as in PyTorch. */
  private static <V, S> V shares(Ops<V, S> o, Call<V, S> c) {
    return o.op(Pointwise.EXP, sub(o, c.operand(0), expanded(o, c, c.result(0))));
  }

  /** A result of an op whose attributes are dim and keepDim, repeated along the dimension. */
  private static <V, S> V expanded(Ops<V, S> o, Call<V, S> c, V reduced) {
    List<S> attributes = List.of(c.shape(0), c.attribute(0), c.attribute(1));
    return o.with(Views.EXPAND_DIM, reduced, attributes);
  }

  private static <V, S> V varDimX(Ops<V, S> o, Call<V, S> c) {
    return o.with(VAR_DIM_GRAD, c.operand(0), c.cotangent(), attributes(c));
  }

  private static <V, S> V varDimTangent(Ops<V, S> o, Call<V, S> c, V tangent) {
    return slopeAlong(o, c, tangent, c.result(0));
  }

  /** Of the cotangent a: g · 2 · (a - mean(a)) / max(0, n - correction), as of x. */
  private static <V, S> V varDimGradX(Ops<V, S> o, Call<V, S> c) {
    return o.with(VAR_DIM_GRAD, c.cotangent(), c.operand(1), attributes(c));
  }

  private static <V, S> V varDimGradG(Ops<V, S> o, Call<V, S> c) {
    return slopeAlong(o, c, c.cotangent(), c.operand(1));
  }

  /** Σ t · 2 · (x - mean) / max(0, n - correction): how the variance changes where x does by t. */
  private static <V, S> V slopeAlong(Ops<V, S> o, Call<V, S> c, V t, V reduced) {
    V ones = plus(o, o.op(Selections.ZERO, reduced), 1);
    V slope = o.with(VAR_DIM_GRAD, c.operand(0), ones, attributes(c));
    return o.with(Reductions.SUM_DIM, mul(o, t, slope), List.of(c.attribute(0), c.attribute(2)));
  }

  private static <V, S> List<S> attributes(Call<V, S> c) {
    return List.of(c.attribute(0), c.attribute(1), c.attribute(2));
  }
}
