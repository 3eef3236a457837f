/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.binary;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * Modified Bessel functions of the first kind of whole orders, I_n. They need no case at 0: I_n' is
 * (I_(n-1) + I_(n+1)) / 2 everywhere, and I_(-n) is I_n.
 */
public final class BesselOps {
  /** e^-|x| · I_n(x), which does not overflow. */
  public static final Op SCALED_BESSEL_I =
      Op.named("scaledBesselI")
          .elementwise("x", BesselOps::scaledX)
          .attribute("order", AttributeSpec.Kind.NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(scaled())
          .kink("that of I_n at 0")
          .sample(Sample.of(Input.in(0.5, 3, 2, 3)).with(0L))
          .sample(Sample.of(Input.in(-3, -0.5, 2)).with(1L))
          .build();

  /** I_n(x). */
  public static final Op BESSEL_I =
      Op.named("besselI")
          .elementwise("x", BesselOps::besselX)
          .attribute("order", AttributeSpec.Kind.NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(mul(unary(UnaryFunction.EXP, unary(UnaryFunction.ABS, operand(0))), scaled()))
          .sample(Sample.of(Input.in(-2, 2, 2, 3)).with(0L))
          .sample(Sample.of(Input.in(-2, 2, 2)).with(1L))
          .build();

  private BesselOps() {}

  static List<Op> all() {
    return List.of(SCALED_BESSEL_I, BESSEL_I);
  }

  private static Scalar scaled() {
    return binary(BinaryFunction.SCALEDBESSEL, attribute(0), operand(0));
  }

  private static <V, S> V besselX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, neighbours(o, c, BESSEL_I));
  }

  private static <V, S> V scaledX(Ops<V, S> o, Call<V, S> c, V t) {
    V decay = Arithmetic.mul(o, o.op(Rounding.SIGN, c.operand(0)), c.result(0));
    return Arithmetic.mul(o, t, Arithmetic.sub(o, neighbours(o, c, SCALED_BESSEL_I), decay));
  }

  /** The mean of the functions of the order before and the order behind. */
  private static <V, S> V neighbours(Ops<V, S> o, Call<V, S> c, Op op) {
    S before = o.plus(c.attribute(0), o.literal(-1));
    S behind = o.plus(c.attribute(0), o.literal(1));
    V sum =
        Arithmetic.add(
            o,
            o.with(op, c.operand(0), List.of(before)),
            o.with(op, c.operand(0), List.of(behind)));
    return Arithmetic.times(o, sum, 0.5);
  }
}
