/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Trigonometric and hyperbolic functions and their inverses. */
public final class Trigonometry {
  /** Sine of an angle in radians. */
  public static final Op SIN =
      PointwiseRows.unary(
          "sin",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.SIN, operand(0)),
          Trigonometry::sinX,
          -2,
          2);

  /** Cosine of an angle in radians. */
  public static final Op COS =
      PointwiseRows.unary(
          "cos",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.COS, operand(0)),
          Trigonometry::cosX,
          -2,
          2);

  /** Tangent of an angle in radians. */
  public static final Op TAN =
      PointwiseRows.unary(
          "tan",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.TAN, operand(0)),
          Trigonometry::tanX,
          -1,
          1);

  /** Angle in [-π/2, π/2] with that sine. */
  public static final Op ASIN =
      PointwiseRows.unary(
          "asin",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ASIN, operand(0)),
          Trigonometry::asinX,
          -0.8,
          0.8);

  /** Angle in [0, π] with that cosine. */
  public static final Op ACOS =
      PointwiseRows.unary(
          "acos",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ACOS, operand(0)),
          Trigonometry::acosX,
          -0.8,
          0.8);

  /** Angle in (-π/2, π/2) with that tangent. */
  public static final Op ATAN =
      PointwiseRows.unary(
          "atan",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ATAN, operand(0)),
          Trigonometry::atanX,
          -2,
          2);

  /** (e^x - e^-x) / 2. */
  public static final Op SINH =
      PointwiseRows.unary(
          "sinh",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.SINH, operand(0)),
          Trigonometry::sinhX,
          -2,
          2);

  /** (e^x + e^-x) / 2. */
  public static final Op COSH =
      PointwiseRows.unary(
          "cosh",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.COSH, operand(0)),
          Trigonometry::coshX,
          -2,
          2);

  /** The inverse of sinh. */
  public static final Op ASINH =
      PointwiseRows.unary(
          "asinh",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ASINH, operand(0)),
          Trigonometry::asinhX,
          -2,
          2);

  /** The inverse of cosh, from 0 on. */
  public static final Op ACOSH =
      PointwiseRows.unary(
          "acosh",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ACOSH, operand(0)),
          Trigonometry::acoshX,
          1.5,
          3);

  /** The inverse of tanh. */
  public static final Op ATANH =
      PointwiseRows.unary(
          "atanh",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ATANH, operand(0)),
          Trigonometry::atanhX,
          -0.8,
          0.8);

  private Trigonometry() {}

  static List<Op> all() {
    return List.of(SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH);
  }

  private static <V, S> V sinX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.op(COS, c.operand(0)));
  }

  private static <V, S> V cosX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.neg(o, Arithmetic.mul(o, t, o.op(SIN, c.operand(0))));
  }

  private static <V, S> V tanX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, Arithmetic.plus(o, Arithmetic.square(o, c.result(0)), 1));
  }

  private static <V, S> V asinX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(
        o, t, o.op(Exponentials.RSQRT, Arithmetic.oneMinus(o, Arithmetic.square(o, c.operand(0)))));
  }

  private static <V, S> V acosX(Ops<V, S> o, Call<V, S> c, V t) {
    V slope = o.op(Exponentials.RSQRT, Arithmetic.oneMinus(o, Arithmetic.square(o, c.operand(0))));
    return Arithmetic.neg(o, Arithmetic.mul(o, t, slope));
  }

  private static <V, S> V atanX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.div(o, t, Arithmetic.plus(o, Arithmetic.square(o, c.operand(0)), 1));
  }

  private static <V, S> V sinhX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.op(COSH, c.operand(0)));
  }

  private static <V, S> V coshX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.op(SINH, c.operand(0)));
  }

  private static <V, S> V asinhX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(
        o, t, o.op(Exponentials.RSQRT, Arithmetic.plus(o, Arithmetic.square(o, c.operand(0)), 1)));
  }

  private static <V, S> V acoshX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(
        o, t, o.op(Exponentials.RSQRT, Arithmetic.plus(o, Arithmetic.square(o, c.operand(0)), -1)));
  }

  private static <V, S> V atanhX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.div(o, t, Arithmetic.oneMinus(o, Arithmetic.square(o, c.operand(0))));
  }
}
