/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.binary;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifEqual;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Special functions. */
public final class SpecialOps {
  /** 2/√π · ∫ e^-s² ds from 0 to x. */
  public static final Op ERF =
      PointwiseRows.unary(
          "erf",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ERF, operand(0)),
          SpecialOps::erfX,
          -2,
          2);

  /** 1 - erf(x), precise for large x. */
  public static final Op ERFC =
      PointwiseRows.unary(
          "erfc",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ERFC, operand(0)),
          SpecialOps::erfcX,
          -2,
          2);

  /** The inverse of erf. */
  public static final Op ERFINV =
      PointwiseRows.unary(
          "erfinv",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.ERFINV, operand(0)),
          SpecialOps::erfinvX,
          -0.8,
          0.8);

  /** log |Γ(x)|. */
  public static final Op LGAMMA =
      PointwiseRows.unary(
          "lgamma",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.LGAMMA, operand(0)),
          SpecialOps::lgammaX,
          0.5,
          3);

  /** Γ'(x) / Γ(x). */
  public static final Op DIGAMMA =
      PointwiseRows.unary(
          "digamma",
          DTypeRule.PROMOTE_FLOAT,
          unary(UnaryFunction.DIGAMMA, operand(0)),
          SpecialOps::digammaX,
          0.5,
          3);

  /** The derivative of digamma of order 1, 2, ... */
  public static final Op POLYGAMMA =
      Op.named("polygamma")
          .elementwise("x", SpecialOps::polygammaX)
          .attribute("order", AttributeSpec.Kind.NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(binary(BinaryFunction.POLYGAMMA, attribute(0), operand(0)))
          .sample(Sample.of(Input.in(0.5, 3, 2, 3)).with(1L))
          .sample(Sample.of(Input.in(0.5, 3, 2)).with(2L))
          .build();

  /** -x · log x, 0 at 0 and -infinite below. */
  public static final Op ENTR =
      PointwiseRows.unary(
          "entr",
          DTypeRule.PROMOTE_FLOAT,
          ifLess(
              constant(0),
              operand(0),
              unary(UnaryFunction.NEG, mul(operand(0), unary(UnaryFunction.LOG, operand(0)))),
              ifEqual(
                  operand(0),
                  constant(0),
                  constant(0),
                  // the logarithm of 0 below 0, and NaN of NaN
                  ifLess(
                      operand(0), constant(0), unary(UnaryFunction.LOG, constant(0)), operand(0)))),
          SpecialOps::entrX,
          0.2,
          2);

  private SpecialOps() {}

  static List<Op> all() {
    return List.of(ERF, ERFC, ERFINV, LGAMMA, DIGAMMA, POLYGAMMA, ENTR);
  }

  private static <V, S> V erfX(Ops<V, S> o, Call<V, S> c, V t) {
    return gauss(o, c.operand(0), t, 2 / Math.sqrt(Math.PI));
  }

  private static <V, S> V erfcX(Ops<V, S> o, Call<V, S> c, V t) {
    return gauss(o, c.operand(0), t, -2 / Math.sqrt(Math.PI));
  }

  private static <V, S> V erfinvX(Ops<V, S> o, Call<V, S> c, V t) {
    V e = o.op(Pointwise.EXP, Arithmetic.square(o, c.result(0)));
    return Arithmetic.times(o, Arithmetic.mul(o, t, e), Math.sqrt(Math.PI) / 2);
  }

  private static <V, S> V lgammaX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.op(DIGAMMA, c.operand(0)));
  }

  private static <V, S> V digammaX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.with(POLYGAMMA, c.operand(0), List.of(o.literal(1))));
  }

  private static <V, S> V polygammaX(Ops<V, S> o, Call<V, S> c, V t) {
    S next = o.plus(c.attribute(0), o.literal(1));
    return Arithmetic.mul(o, t, o.with(POLYGAMMA, c.operand(0), List.of(next)));
  }

  private static <V, S> V entrX(Ops<V, S> o, Call<V, S> c, V t) {
    V slope = Arithmetic.plus(o, o.op(Pointwise.LOG, c.operand(0)), 1);
    return Arithmetic.neg(o, Arithmetic.mul(o, t, slope));
  }

  /** t · factor · e^-x². */
  private static <V, S> V gauss(Ops<V, S> o, V x, V t, double factor) {
    V e = o.op(Pointwise.EXP, Arithmetic.neg(o, Arithmetic.square(o, x)));
    return Arithmetic.times(o, Arithmetic.mul(o, t, e), factor);
  }
}
