/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;
import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * The pointwise parts of norms and deviations. Their derivatives are 0 at 0, where the functions
 * have none, so that a norm of zeros has gradient 0.
 */
public final class Norms {
  private static final double LARGE = 3;

  /** -1, 0 or 1: the sign of x; NaN stays NaN. */
  public static final Op DIRECTION =
      Op.named("direction")
          .passive("x", "the sign is piecewise constant")
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              ifLess(
                  operand(0),
                  constant(0),
                  constant(-1),
                  ifLess(constant(0), operand(0), constant(1), operand(0))))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** 1 / x, but 0 at 0. */
  public static final Op RECIPROCAL_OR_ZERO =
      Op.named("reciprocalOrZero")
          .elementwise("x", Norms::reciprocalOrZeroX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(exceptAtZero(operand(0), div(constant(1), operand(0)), constant(0)))
          .kink("0 at 0")
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)))
          .sample(Sample.of(Input.in(-LARGE, -0.5, 3)))
          .build();

  /**
   * 1 / x of a norm x, but 0 at 0. Unlike {@link #RECIPROCAL_OR_ZERO} it has no derivative there
   * (NaN): a norm's gradient is 0 where the norm is 0, but nothing stands for its second
   * derivative.
   */
  public static final Op RECIPROCAL_OF_NORM =
      Op.named("reciprocalOfNorm")
          .elementwise("x", Norms::reciprocalOfNormX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(exceptAtZero(operand(0), div(constant(1), operand(0)), constant(0)))
          .kink("NaN at 0")
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)))
          .build();

  /** The square root, with derivative 0 at 0. */
  public static final Op ROOT =
      Op.named("rootOfSquares")
          .elementwise("x", Norms::rootX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.SQRT, operand(0)))
          .kink("0 at 0")
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)))
          .build();

  /** A sum of powers to the power of 1/p; at 0 the value is given, and the derivative is 0. */
  public static final Op ROOT_OF_POWERS =
      Op.named("rootOfPowers")
          .elementwise("x", Norms::rootOfPowersX)
          .attribute("exponent", NUMBER)
          .attribute("atZero", NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(exceptAtZero(operand(0), power(), attribute(1)))
          .kink("0 at 0")
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)).with(0.4, 0.0))
          .build();

  /** |x| to the power of an exponent; at 0 the value is given, and the derivative is 0. */
  public static final Op ABS_POWER =
      Op.named("absPower")
          .elementwise("x", Norms::absPowerX)
          .attribute("exponent", NUMBER)
          .attribute("atZero", NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(exceptAtZero(operand(0), power(), attribute(1)))
          .kink("0 at 0")
          .sample(Sample.of(Input.in(0.5, LARGE, 2, 3)).with(1.5, 0.0))
          .sample(Sample.of(Input.in(-LARGE, -0.5, 3)).with(-0.5, 0.0))
          .build();

  /** x where it is a number, 0 where it is NaN. */
  public static final Op NAN_TO_ZERO =
      Op.named("nanToZero")
          .elementwise("x", Norms::nanToZeroX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              ifLess(
                  operand(0),
                  constant(0),
                  operand(0),
                  ifLess(constant(0), operand(0), operand(0), constant(0))))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** 1 where x is a number, 0 where it is NaN. */
  public static final Op IS_NUMBER =
      Op.named("isNumber")
          .passive("x", "being a number is piecewise constant")
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              ifLess(
                  operand(0),
                  constant(1),
                  constant(1),
                  ifLess(constant(0), operand(0), constant(1), constant(0))))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  private Norms() {}

  static List<Op> all() {
    return List.of(
        DIRECTION,
        RECIPROCAL_OR_ZERO,
        RECIPROCAL_OF_NORM,
        ROOT,
        ROOT_OF_POWERS,
        ABS_POWER,
        NAN_TO_ZERO,
        IS_NUMBER);
  }

  /** {@code value} where x is not 0, else {@code atZero}; NaN stays NaN. */
  private static Scalar exceptAtZero(Scalar x, Scalar value, Scalar atZero) {
    Scalar zeroOrNaN = ifLess(constant(-1), x, atZero, x);
    return ifLess(x, constant(0), value, ifLess(constant(0), x, value, zeroOrNaN));
  }

  private static Scalar power() {
    Scalar x = operand(0);
    Scalar magnitude = ifLess(x, constant(0), unary(UnaryFunction.NEG, x), x);
    return unary(UnaryFunction.EXP, mul(attribute(0), unary(UnaryFunction.LOG, magnitude)));
  }

  private static <V, S> V reciprocalOrZeroX(Ops<V, S> o, Call<V, S> c, V t) {
    V r = o.op(RECIPROCAL_OR_ZERO, c.operand(0));
    return o.op(Pointwise.NEG, o.op(Pointwise.MUL, o.op(Pointwise.MUL, t, r), r));
  }

  /** d √x = t / (2√x). */
  private static <V, S> V rootX(Ops<V, S> o, Call<V, S> c, V t) {
    V half = o.with(Pointwise.MUL_SCALAR, t, List.of(o.number(0.5)));
    return o.op(Pointwise.MUL, half, o.op(RECIPROCAL_OF_NORM, c.result(0)));
  }

  /** d 1/x = -t/x/x, where 0/0 is NaN. */
  private static <V, S> V reciprocalOfNormX(Ops<V, S> o, Call<V, S> c, V t) {
    V scaled = o.op(Pointwise.MUL, t, o.op(RECIPROCAL_OF_NORM, c.operand(0)));
    return o.op(Pointwise.NEG, o.op(Pointwise.DIV, scaled, c.operand(0)));
  }

  /** d x^q = t·q·x^q / x. */
  private static <V, S> V rootOfPowersX(Ops<V, S> o, Call<V, S> c, V t) {
    V root = o.with(ROOT_OF_POWERS, c.operand(0), List.of(c.attribute(0), o.number(0)));
    V ratio = o.op(Pointwise.MUL, root, o.op(RECIPROCAL_OF_NORM, c.operand(0)));
    V scaled = o.with(Pointwise.MUL_SCALAR, ratio, List.of(c.attribute(0)));
    return o.op(Pointwise.MUL, t, scaled);
  }

  /** d |x|^p = t·p·|x|^p / x. */
  private static <V, S> V absPowerX(Ops<V, S> o, Call<V, S> c, V t) {
    V power = o.with(ABS_POWER, c.operand(0), List.of(c.attribute(0), o.number(0)));
    V ratio = o.op(Pointwise.MUL, power, o.op(RECIPROCAL_OR_ZERO, c.operand(0)));
    V scaled = o.with(Pointwise.MUL_SCALAR, ratio, List.of(c.attribute(0)));
    return o.op(Pointwise.MUL, t, scaled);
  }

  private static <V, S> V nanToZeroX(Ops<V, S> o, Call<V, S> c, V t) {
    return o.op(Pointwise.MUL, t, o.op(IS_NUMBER, c.operand(0)));
  }
}
