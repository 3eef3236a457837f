/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.binary;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifEqual;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Functions of two numbers beyond the four operations. */
public final class BinaryOps {
  /** x to the power of y. */
  public static final Op POW =
      PointwiseRows.binary(
          "pow",
          DTypeRule.PROMOTE_UNLESS_BOOL,
          of(BinaryFunction.POW),
          BinaryOps::powX,
          BinaryOps::powY,
          0.5,
          2);

  /** The angle of the point (y, x). */
  public static final Op ATAN2 =
      PointwiseRows.binary(
          "atan2",
          DTypeRule.PROMOTE_FLOAT,
          of(BinaryFunction.ATAN2),
          BinaryOps::atan2Y,
          BinaryOps::atan2X,
          0.5,
          2);

  /** √(x² + y²), without overflow. */
  public static final Op HYPOT =
      PointwiseRows.binary(
          "hypot",
          DTypeRule.PROMOTE,
          of(BinaryFunction.HYPOT),
          BinaryOps::hypotX,
          BinaryOps::hypotY,
          0.5,
          2);

  /** The larger one; NaN if one is. */
  public static final Op MAXIMUM =
      Op.named("maximum")
          .broadcasting("x", BinaryOps::maximumX)
          .broadcasting("y", BinaryOps::maximumY)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(
              ifLess(
                  operand(0),
                  operand(1),
                  operand(1),
                  ifEqual(operand(1), operand(1), operand(0), operand(1))))
          .kink("half each where both are equal")
          .sample(Sample.of(Input.in(0, 1, 2, 3), Input.in(2, 3, 3)))
          .sample(Sample.of(Input.in(2, 3, 2, 1), Input.in(0, 1, 3)))
          .build();

  /** The smaller one; NaN if one is. */
  public static final Op MINIMUM =
      Op.named("minimum")
          .broadcasting("x", BinaryOps::minimumX)
          .broadcasting("y", BinaryOps::minimumY)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(
              ifLess(
                  operand(1),
                  operand(0),
                  operand(1),
                  ifEqual(operand(1), operand(1), operand(0), operand(1))))
          .kink("half each where both are equal")
          .sample(Sample.of(Input.in(0, 1, 2, 3), Input.in(2, 3, 3)))
          .sample(Sample.of(Input.in(2, 3, 2, 1), Input.in(0, 1, 3)))
          .build();

  /** t where x > y, half of it where they are equal, else 0. */
  public static final Op SHARE_GREATER =
      Op.named("shareGreater")
          .broadcasting("t", BinaryOps::shareT)
          .passive("x", "piecewise constant")
          .passive("y", "piecewise constant")
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastThree)
          .pointwise(
              ifLess(
                  operand(2),
                  operand(1),
                  operand(0),
                  ifEqual(operand(1), operand(2), mul(operand(0), constant(0.5)), constant(0))))
          .sample(Sample.of(Input.of(2, 3), Input.in(0, 1, 2, 3), Input.in(-1, 0, 3)))
          .build();

  /** The remainder of x / y rounded towards zero. */
  public static final Op FMOD =
      PointwiseRows.binary(
          "fmod",
          DTypeRule.PROMOTE_UNLESS_BOOL,
          of(BinaryFunction.FMOD),
          Arithmetic::same,
          BinaryOps::fmodY,
          1.1,
          1.9);

  /** The remainder of x / y rounded down. */
  public static final Op REMAINDER =
      PointwiseRows.binary(
          "remainder",
          DTypeRule.PROMOTE_UNLESS_BOOL,
          of(BinaryFunction.REMAINDER),
          Arithmetic::same,
          BinaryOps::remainderY,
          1.1,
          1.9);

  /** x / y rounded down. */
  public static final Op FLOOR_DIVIDE =
      PointwiseRows.binary(
          "floorDivide",
          DTypeRule.PROMOTE_UNLESS_BOOL,
          of(BinaryFunction.FLOORDIV),
          Arithmetic::zero,
          Arithmetic::zero,
          1.1,
          1.9);

  /** x / y rounded towards zero. */
  public static final Op TRUNC_DIVIDE =
      PointwiseRows.binary(
          "truncDivide",
          DTypeRule.PROMOTE_UNLESS_BOOL,
          of(BinaryFunction.TRUNCDIV),
          Arithmetic::zero,
          Arithmetic::zero,
          1.1,
          1.9);

  /** |x| with the sign of y. */
  public static final Op COPYSIGN =
      PointwiseRows.binary(
          "copysign",
          DTypeRule.PROMOTE_FLOAT,
          of(BinaryFunction.COPYSIGN),
          BinaryOps::copysignX,
          Arithmetic::zero,
          0.5,
          2);

  /** The number next to x on the way to y. */
  public static final Op NEXTAFTER =
      Op.named("nextafter")
          .broadcasting("x", BinaryOps::nextafterX)
          .passive("y", "it says where to go, not how far")
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(of(BinaryFunction.NEXTAFTER))
          .kink("0 where x = y")
          .sample(Sample.of(Input.of(2, 3), Input.of(3)))
          .build();

  /** log(e^x + e^y). */
  public static final Op LOGADDEXP =
      PointwiseRows.binary(
          "logaddexp",
          DTypeRule.PROMOTE_FLOAT,
          logSum(),
          BinaryOps::logaddexpX,
          BinaryOps::logaddexpY,
          -1,
          1);

  /** x · log y, and 0 where x is 0 and y is a number. */
  public static final Op XLOGY =
      PointwiseRows.binary(
          "xlogy",
          DTypeRule.PROMOTE_FLOAT,
          ifEqual(
              operand(0),
              constant(0),
              ifEqual(operand(1), operand(1), constant(0), operand(1)),
              mul(operand(0), unary(UnaryFunction.LOG, operand(1)))),
          BinaryOps::xlogyX,
          BinaryOps::xlogyY,
          0.5,
          2);

  private BinaryOps() {}

  static List<Op> all() {
    return List.of(
        POW,
        ATAN2,
        HYPOT,
        MAXIMUM,
        MINIMUM,
        SHARE_GREATER,
        FMOD,
        REMAINDER,
        FLOOR_DIVIDE,
        TRUNC_DIVIDE,
        COPYSIGN,
        NEXTAFTER,
        LOGADDEXP,
        XLOGY);
  }

  private static Scalar of(BinaryFunction function) {
    return binary(function, operand(0), operand(1));
  }

  private static <V, S> V nextafterX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.where(o, o.op(Comparisons.NE, c.operand(0), c.operand(1)), t);
  }

  /** max(x, y) + log(1 + e^-|x - y|); the first term alone where both are the same infinity. */
  private static Scalar logSum() {
    Scalar larger = ifLess(operand(0), operand(1), operand(1), operand(0));
    Scalar distance = unary(UnaryFunction.ABS, sub(operand(0), operand(1)));
    Scalar rest =
        unary(UnaryFunction.LOG1P, unary(UnaryFunction.EXP, unary(UnaryFunction.NEG, distance)));
    return ifEqual(
        operand(0), operand(1), add(operand(0), constant(Math.log(2))), add(larger, rest));
  }

  private static <V, S> V isZero(Ops<V, S> o, V x) {
    return o.op(Comparisons.LOGICAL_NOT, x);
  }

  /** y · x^(y - 1), and 0 where y is 0. */
  private static <V, S> V powX(Ops<V, S> o, Call<V, S> c, V t) {
    V y = c.operand(1);
    V power = o.op(POW, c.operand(0), Arithmetic.plus(o, y, -1));
    return Arithmetic.except(o, isZero(o, y), Arithmetic.mul(o, t, Arithmetic.mul(o, y, power)));
  }

  /** x^y · log x, and 0 where x is 0 and y is not negative. */
  private static <V, S> V powY(Ops<V, S> o, Call<V, S> c, V t) {
    V x = c.operand(0);
    V flat =
        o.op(
            Comparisons.LOGICAL_AND,
            isZero(o, x),
            o.with(
                Selections.WITHIN,
                c.operand(1),
                List.of(o.number(0), o.number(Double.POSITIVE_INFINITY))));
    V one = Arithmetic.plus(o, o.op(Selections.ZERO, x), 1);
    V safe = o.apply(Selections.WHERE, List.of(flat, one, x), List.of()).getFirst();
    V slope = Arithmetic.mul(o, o.op(POW, x, c.operand(1)), o.op(Pointwise.LOG, safe));
    return Arithmetic.except(o, flat, Arithmetic.mul(o, t, slope));
  }

  private static <V, S> V squares(Ops<V, S> o, Call<V, S> c) {
    return Arithmetic.add(
        o, Arithmetic.square(o, c.operand(0)), Arithmetic.square(o, c.operand(1)));
  }

  private static <V, S> V atan2Y(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, Arithmetic.div(o, c.operand(1), squares(o, c)));
  }

  private static <V, S> V atan2X(Ops<V, S> o, Call<V, S> c, V t) {
    V slope = Arithmetic.div(o, c.operand(0), squares(o, c));
    return Arithmetic.neg(o, Arithmetic.mul(o, t, slope));
  }

  private static <V, S> V hypotX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, Arithmetic.div(o, c.operand(0), c.result(0)));
  }

  private static <V, S> V hypotY(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, Arithmetic.div(o, c.operand(1), c.result(0)));
  }

  private static <V, S> V share(Ops<V, S> o, V t, V x, V y) {
    return o.apply(SHARE_GREATER, List.of(t, x, y), List.of()).getFirst();
  }

  private static <V, S> V maximumX(Ops<V, S> o, Call<V, S> c, V t) {
    return share(o, t, c.operand(0), c.operand(1));
  }

  private static <V, S> V maximumY(Ops<V, S> o, Call<V, S> c, V t) {
    return share(o, t, c.operand(1), c.operand(0));
  }

  private static <V, S> V minimumX(Ops<V, S> o, Call<V, S> c, V t) {
    return share(o, t, c.operand(1), c.operand(0));
  }

  private static <V, S> V minimumY(Ops<V, S> o, Call<V, S> c, V t) {
    return share(o, t, c.operand(0), c.operand(1));
  }

  private static <V, S> V shareT(Ops<V, S> o, Call<V, S> c, V t) {
    return share(o, t, c.operand(1), c.operand(2));
  }

  private static <V, S> V fmodY(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.neg(o, Arithmetic.mul(o, t, o.op(TRUNC_DIVIDE, c.operand(0), c.operand(1))));
  }

  private static <V, S> V remainderY(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.neg(o, Arithmetic.mul(o, t, o.op(FLOOR_DIVIDE, c.operand(0), c.operand(1))));
  }

  /** The sign by which the result differs from x; 0 at 0. */
  private static <V, S> V copysignX(Ops<V, S> o, Call<V, S> c, V t) {
    V sign = Arithmetic.mul(o, o.op(Rounding.SIGN, c.operand(0)), o.op(Rounding.SIGN, c.result(0)));
    return Arithmetic.mul(o, t, sign);
  }

  private static <V, S> V logaddexpX(Ops<V, S> o, Call<V, S> c, V t) {
    V share = o.op(Pointwise.SIGMOID, Arithmetic.sub(o, c.operand(0), c.operand(1)));
    return Arithmetic.mul(o, t, share);
  }

  private static <V, S> V logaddexpY(Ops<V, S> o, Call<V, S> c, V t) {
    V share = o.op(Pointwise.SIGMOID, Arithmetic.sub(o, c.operand(1), c.operand(0)));
    return Arithmetic.mul(o, t, share);
  }

  /** log y, and 0 where x is 0 and y is not positive. */
  private static <V, S> V xlogyX(Ops<V, S> o, Call<V, S> c, V t) {
    V y = c.operand(1);
    V flat =
        o.op(
            Comparisons.LOGICAL_AND,
            isZero(o, c.operand(0)),
            o.with(Selections.WITHIN, y, List.of(o.number(Double.NEGATIVE_INFINITY), o.number(0))));
    V one = Arithmetic.plus(o, o.op(Selections.ZERO, y), 1);
    V safe = o.apply(Selections.WHERE, List.of(flat, one, y), List.of()).getFirst();
    return Arithmetic.except(o, flat, Arithmetic.mul(o, t, o.op(Pointwise.LOG, safe)));
  }

  private static <V, S> V xlogyY(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, Arithmetic.div(o, c.operand(0), c.operand(1)));
  }
}
