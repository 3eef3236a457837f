/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Exponential functions and logarithms. */
public final class Exponentials {
  /** 2 to the power of x. */
  public static final Op EXP2 =
      PointwiseRows.unary(
          "exp2",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.EXP2, operand(0)),
          Exponentials::exp2X,
          -1,
          1);

  /** e to the power of x, minus 1. */
  public static final Op EXPM1 =
      PointwiseRows.unary(
          "expm1",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.EXPM1, operand(0)),
          Exponentials::expm1X,
          -1,
          1);

  /** Logarithm to base 2. */
  public static final Op LOG2 =
      PointwiseRows.unary(
          "log2",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.LOG2, operand(0)),
          Exponentials::log2X,
          0.5,
          3);

  /** Logarithm to base 10. */
  public static final Op LOG10 =
      PointwiseRows.unary(
          "log10",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.LOG10, operand(0)),
          Exponentials::log10X,
          0.5,
          3);

  /** log(1 + x). */
  public static final Op LOG1P =
      PointwiseRows.unary(
          "log1p",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.LOG1P, operand(0)),
          Exponentials::log1pX,
          -0.5,
          2);

  /** 1 / √x. */
  public static final Op RSQRT =
      PointwiseRows.unary(
          "rsqrt",
          DTypeRule.PROMOTE_FLOAT,
          div(constant(1), unary(UnaryFunction.SQRT, operand(0))),
          Exponentials::rsqrtX,
          0.5,
          3);

  /** 1 / x. */
  public static final Op RECIPROCAL =
      PointwiseRows.unary(
          "reciprocal",
          DTypeRule.PROMOTE_FLOAT,
          div(constant(1), operand(0)),
          Exponentials::reciprocalX,
          0.5,
          2);

  /** log(1 / (1 + e^-x)) = min(x, 0) - log(1 + e^-|x|). */
  public static final Op LOG_SIGMOID =
      PointwiseRows.unary(
          "logSigmoid",
          DTypeRule.PROMOTE_FLOAT,
          sub(
              ifLess(operand(0), constant(0), operand(0), constant(0)),
              unary(
                  UnaryFunction.LOG1P,
                  unary(
                      UnaryFunction.EXP,
                      unary(UnaryFunction.NEG, unary(UnaryFunction.ABS, operand(0)))))),
          Exponentials::logSigmoidX,
          -2,
          2);

  private Exponentials() {}

  static List<Op> all() {
    return List.of(EXP2, EXPM1, LOG2, LOG10, LOG1P, RSQRT, RECIPROCAL, LOG_SIGMOID);
  }

  private static <V, S> V exp2X(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.times(o, Arithmetic.mul(o, t, c.result(0)), Math.log(2));
  }

  private static <V, S> V expm1X(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, Arithmetic.plus(o, c.result(0), 1));
  }

  private static <V, S> V log2X(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.div(o, t, Arithmetic.times(o, c.operand(0), Math.log(2)));
  }

  private static <V, S> V log10X(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.div(o, t, Arithmetic.times(o, c.operand(0), Math.log(10)));
  }

  private static <V, S> V log1pX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.div(o, t, Arithmetic.plus(o, c.operand(0), 1));
  }

  private static <V, S> V rsqrtX(Ops<V, S> o, Call<V, S> c, V t) {
    V y = c.result(0);
    return Arithmetic.times(
        o, Arithmetic.mul(o, t, Arithmetic.mul(o, y, Arithmetic.square(o, y))), -0.5);
  }

  private static <V, S> V reciprocalX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.neg(o, Arithmetic.mul(o, t, Arithmetic.square(o, c.result(0))));
  }

  private static <V, S> V logSigmoidX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.op(Pointwise.SIGMOID, Arithmetic.neg(o, c.operand(0))));
  }
}
