/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Arithmetic.mul;
import static org.gradsmith.ir.op.Arithmetic.neg;
import static org.gradsmith.ir.op.Arithmetic.sub;
import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
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
 * Softmax, its logarithm and their gradients; Goodfellow, Bengio, Courville: Deep Learning, section
 * 6.2.2.3.
 */
public final class Softmaxes {
  /** e^x / Σ e^x along a dimension, with the largest element subtracted first. */
  public static final Op SOFTMAX =
      Op.named("softmax")
          .operand("x", Softmaxes::softmaxX, Softmaxes::softmaxTangent)
          .attribute("dim", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Softmaxes::sameAlongDim)
          .rows(softmax())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.in(-2, 2, 3, 4)).with(1L))
          .sample(Sample.of(Input.in(-2, 2, 3, 4)).with(0L))
          .sample(Sample.of(Input.in(-2, 2, 2, 3, 2)).with(-2L))
          .sample(Sample.of(Input.in(-2, 2)).with(0L))
          .build();

  /** The cotangent of softmax's operand from that of its result y: y · (g - Σ g·y). */
  public static final Op SOFTMAX_GRAD =
      Op.named("softmaxGrad")
          .linear("g", Softmaxes::softmaxGradG)
          .operand("y", Softmaxes::softmaxGradY)
          .attribute("dim", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Softmaxes::bothAlongDim)
          .rows(softmaxGrad())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3, 4), Input.in(0, 1, 3, 4)).with(1L))
          .sample(Sample.of(Input.of(3, 4), Input.in(0, 1, 3, 4)).with(0L))
          .build();

  /** Logarithm of softmax along a dimension, with the largest element subtracted first. */
  public static final Op LOG_SOFTMAX =
      Op.named("logSoftmax")
          .operand("x", Softmaxes::logSoftmaxX, Softmaxes::logSoftmaxTangent)
          .attribute("dim", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Softmaxes::sameAlongDim)
          .rows(logSoftmax())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.in(-2, 2, 3, 4)).with(1L))
          .sample(Sample.of(Input.in(-2, 2, 3, 4)).with(0L))
          .sample(Sample.of(Input.in(-2, 2)).with(-1L))
          .build();

  /** The cotangent of logSoftmax's operand from that of its result y: g - e^y · Σ g. */
  public static final Op LOG_SOFTMAX_GRAD =
      Op.named("logSoftmaxGrad")
          .linear("g", Softmaxes::logSoftmaxGradG)
          .operand("y", Softmaxes::logSoftmaxGradY)
          .attribute("dim", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Softmaxes::bothAlongDim)
          .rows(logSoftmaxGrad())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3, 4), Input.in(-3, 0, 3, 4)).with(1L))
          .sample(Sample.of(Input.of(3, 4), Input.in(-3, 0, 3, 4)).with(0L))
          .build();

  private Softmaxes() {}

  static List<Op> all() {
    return List.of(SOFTMAX, SOFTMAX_GRAD, LOG_SOFTMAX, LOG_SOFTMAX_GRAD);
  }

  private static RowExpression softmax() {
    Scalar max = operand(1);
    Scalar sum = operand(2);
    Scalar power = unary(UnaryFunction.EXP, Scalar.sub(operand(0), max));
    return new RowExpression(
        List.of(Operand.of(Place.FULL)),
        List.of(new Reduction("max", Fold.MAX, operand(0)), new Reduction("sum", Fold.SUM, power)),
        List.of(new Result("y", Target.FULL, Scalar.mul(power, Scalar.div(constant(1), sum)))));
  }

  private static RowExpression softmaxGrad() {
    Scalar g = operand(0);
    Scalar y = operand(1);
    Scalar sum = operand(2);
    return new RowExpression(
        List.of(Operand.of(Place.FULL), Operand.of(Place.FULL)),
        List.of(new Reduction("sum", Fold.SUM, Scalar.mul(g, y))),
        List.of(new Result("gx", Target.FULL, Scalar.mul(y, Scalar.sub(g, sum)))));
  }

  private static RowExpression logSoftmax() {
    Scalar max = operand(1);
    Scalar sum = operand(2);
    Scalar shifted = Scalar.sub(operand(0), max);
    return new RowExpression(
        List.of(Operand.of(Place.FULL)),
        List.of(
            new Reduction("max", Fold.MAX, operand(0)),
            new Reduction("sum", Fold.SUM, unary(UnaryFunction.EXP, shifted))),
        List.of(new Result("y", Target.FULL, Scalar.sub(shifted, unary(UnaryFunction.LOG, sum)))));
  }

  private static RowExpression logSoftmaxGrad() {
    Scalar g = operand(0);
    Scalar y = operand(1);
    Scalar sum = operand(2);
    Scalar share = Scalar.mul(unary(UnaryFunction.EXP, y), sum);
    return new RowExpression(
        List.of(Operand.of(Place.FULL), Operand.of(Place.FULL)),
        List.of(new Reduction("sum", Fold.SUM, g)),
        List.of(new Result("gx", Target.FULL, Scalar.sub(g, share))));
  }

  private static <D> List<List<D>> sameAlongDim(Dims<D> dims, ShapeCall<D> call) {
    ShapeRules.dimension(call.constant(0), call.operand(0).size());
    return List.of(call.operand(0));
  }

  private static <D> List<List<D>> bothAlongDim(Dims<D> dims, ShapeCall<D> call) {
    ShapeRules.equal(dims, call.operand(0), call.operand(1), "the cotangent", "the result");
    return sameAlongDim(dims, call);
  }

  private static <V, S> V softmaxX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SOFTMAX_GRAD, c.cotangent(), c.result(0), List.of(c.attribute(0)));
  }

  /** The Jacobian is symmetric. */
  private static <V, S> V softmaxTangent(Ops<V, S> o, Call<V, S> c, V tangent) {
    return o.with(SOFTMAX_GRAD, tangent, c.result(0), List.of(c.attribute(0)));
  }

  private static <V, S> V softmaxGradG(Ops<V, S> o, Call<V, S> c) {
    return o.with(SOFTMAX_GRAD, c.cotangent(), c.operand(1), List.of(c.attribute(0)));
  }

  /** a · (g - Σ g·y) - g · Σ a·y for the cotangent a. */
  private static <V, S> V softmaxGradY(Ops<V, S> o, Call<V, S> c) {
    V a = c.cotangent();
    V g = c.operand(0);
    V centred = sub(o, g, along(o, c, mul(o, g, c.operand(1))));
    V share = mul(o, g, along(o, c, mul(o, a, c.operand(1))));
    return sub(o, mul(o, a, centred), share);
  }

  private static <V, S> V logSoftmaxX(Ops<V, S> o, Call<V, S> c) {
    return o.with(LOG_SOFTMAX_GRAD, c.cotangent(), c.result(0), List.of(c.attribute(0)));
  }

  /** t - Σ e^y·t. */
  private static <V, S> V logSoftmaxTangent(Ops<V, S> o, Call<V, S> c, V tangent) {
    V weighted = mul(o, o.op(Pointwise.EXP, c.result(0)), tangent);
    return sub(o, tangent, along(o, c, weighted));
  }

  /** a - Σ e^y·a for the cotangent a. */
  private static <V, S> V logSoftmaxGradG(Ops<V, S> o, Call<V, S> c) {
    V a = c.cotangent();
    return sub(o, a, along(o, c, mul(o, o.op(Pointwise.EXP, c.operand(1)), a)));
  }

  /** -a · e^y · Σ g for the cotangent a. */
  private static <V, S> V logSoftmaxGradY(Ops<V, S> o, Call<V, S> c) {
    V weighted = mul(o, c.cotangent(), o.op(Pointwise.EXP, c.operand(1)));
    return neg(o, mul(o, weighted, along(o, c, c.operand(0))));
  }

  /** The sum along the dimension, which stays. */
  private static <V, S> V along(Ops<V, S> o, Call<V, S> c, V x) {
    return o.with(Reductions.SUM_DIM, x, List.of(c.attribute(0), o.literal(1)));
  }
}
