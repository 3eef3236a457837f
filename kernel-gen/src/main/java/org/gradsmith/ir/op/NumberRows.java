/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.ifEqual;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;

import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Kind;
import org.gradsmith.ir.op.AttributeSpec.Standard;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar;

/** Ops of two operands with a number in the place of one. A kernel contains the number. */
public final class NumberRows {
  /** x - value. */
  public static final Op SUB_SCALAR =
      Op.named("subScalar")
          .elementwise("x", Arithmetic::same)
          .attribute("value", Kind.NUMBER)
          .result(DTypeRule.PROMOTE_WITHOUT_BOOL)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(sub(operand(0), attribute(0)))
          .sample(Sample.of(Input.of(2, 3)).with(1.5))
          .build();

  /** x / value. */
  public static final Op DIV_SCALAR =
      Op.named("divScalar")
          .elementwise("x", NumberRows::divided)
          .attribute("value", Kind.NUMBER)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(div(operand(0), attribute(0)))
          .sample(Sample.of(Input.of(2, 3)).with(-1.5))
          .build();

  /** x · x, for which truth values are integers: the power is one. */
  public static final Op SQUARE =
      Op.named("square")
          .elementwise("x", NumberRows::squareX)
          .attribute("power", Kind.NUMBER, new Standard.Literal(2))
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(mul(operand(0), operand(0)))
          .sample(Sample.of(Input.of(2, 3)).with(2L))
          .build();

  /** x = value. */
  public static final Op EQ_SCALAR = compare("eqScalar", Comparisons.EQ);

  /** x ≠ value; NaN differs from everything. */
  public static final Op NE_SCALAR = compare("neScalar", Comparisons.NE);

  /** x < value. */
  public static final Op LT_SCALAR = compare("ltScalar", Comparisons.LT);

  /** x > value. */
  public static final Op GT_SCALAR = compare("gtScalar", Comparisons.GT);

  /** x ≤ value. */
  public static final Op LE_SCALAR = compare("leScalar", Comparisons.LE);

  /** x ≥ value. */
  public static final Op GE_SCALAR = compare("geScalar", Comparisons.GE);

  /** The value where the condition holds, else y. */
  public static final Op WHERE_SCALAR =
      Op.named("whereScalar")
          .passiveOperand("condition", "a condition is piecewise constant")
          .broadcasting("y", NumberRows::whereNot)
          .attribute("value", Kind.NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(ifEqual(operand(0), constant(0), operand(1), attribute(0)))
          .sample(Sample.of(Input.indices(2, 2, 3), Input.of(2, 3)).with(1.5))
          .build();

  /** x where the condition holds, else the value. */
  public static final Op WHERE_ELSE_SCALAR =
      Op.named("whereElseScalar")
          .passiveOperand("condition", "a condition is piecewise constant")
          .broadcasting("x", NumberRows::where)
          .attribute("value", Kind.NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(ifEqual(operand(0), constant(0), attribute(0), operand(1)))
          .sample(Sample.of(Input.indices(2, 2, 3), Input.of(2, 3)).with(1.5))
          .build();

  private NumberRows() {}

  static List<Op> all() {
    return List.of(
        SUB_SCALAR,
        DIV_SCALAR,
        SQUARE,
        EQ_SCALAR,
        NE_SCALAR,
        LT_SCALAR,
        GT_SCALAR,
        LE_SCALAR,
        GE_SCALAR,
        WHERE_SCALAR,
        WHERE_ELSE_SCALAR);
  }

  /** A comparison with a number; the expression is that of the comparison of two tensors. */
  private static Op compare(String name, Op two) {
    Scalar value =
        two.expression().orElseThrow().mapLeaves(s -> s.equals(operand(1)) ? attribute(0) : s);
    return Op.named(name)
        .passive("x", "a condition is piecewise constant")
        .attribute("value", Kind.NUMBER)
        .result(DTypeRule.BOOL)
        .shape(ShapeRules::sameAsFirst)
        .pointwise(value)
        .sample(Sample.of(Input.of(2, 3)).with(0.25))
        .build();
  }

  private static <V, S> V divided(Ops<V, S> o, Call<V, S> c, V t) {
    return o.with(DIV_SCALAR, t, List.of(c.attribute(0)));
  }

  /** 2x·t, as a product's two equal terms. */
  private static <V, S> V squareX(Ops<V, S> o, Call<V, S> c, V t) {
    V half = Arithmetic.mul(o, t, c.operand(0));
    return Arithmetic.add(o, half, half);
  }

  private static <V, S> V where(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.where(o, c.operand(0), t);
  }

  private static <V, S> V whereNot(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.except(o, c.operand(0), t);
  }
}
