/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Integer parts, signs and magnitudes. */
public final class Rounding {
  /** The largest integer that is not larger. */
  public static final Op FLOOR =
      PointwiseRows.step("floor", unary(UnaryFunction.FLOOR, operand(0)));

  /** The smallest integer that is not smaller. */
  public static final Op CEIL = PointwiseRows.step("ceil", unary(UnaryFunction.CEIL, operand(0)));

  /** The nearest integer, of two the even one. */
  public static final Op ROUND =
      PointwiseRows.step("round", unary(UnaryFunction.ROUND, operand(0)));

  /** The integer part, towards zero. */
  public static final Op TRUNC =
      PointwiseRows.step("trunc", unary(UnaryFunction.TRUNC, operand(0)));

  /** -1, 0 or 1; 0 for NaN. */
  public static final Op SIGN =
      PointwiseRows.step(
          "sign",
          ifLess(
              operand(0),
              constant(0),
              constant(-1),
              ifLess(constant(0), operand(0), constant(1), constant(0))));

  /** |x|. */
  public static final Op ABS =
      Op.named("abs")
          .elementwise("x", Rounding::absX)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(unary(UnaryFunction.ABS, operand(0)))
          .kink("0 at 0")
          .sample(Sample.of(Input.in(0.1, 1, 2, 3)))
          .sample(Sample.of(Input.in(-1, -0.1)))
          .build();

  private Rounding() {}

  static List<Op> all() {
    return List.of(FLOOR, CEIL, ROUND, TRUNC, SIGN, ABS);
  }

  private static <V, S> V absX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.mul(o, t, o.op(SIGN, c.operand(0)));
  }
}
