/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifEqual;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.operand;

import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Kind;
import org.gradsmith.ir.op.Sample.Input;

/** Ops that choose between values. What was not chosen gets a zero, whatever its derivative. */
public final class Selections {
  /** x where the condition holds, else y. */
  public static final Op WHERE =
      Op.named("where")
          .passiveOperand("condition", "a condition is piecewise constant")
          .broadcasting("x", Selections::whereX)
          .broadcasting("y", Selections::whereY)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastThree)
          .pointwise(ifEqual(operand(0), constant(0), operand(2), operand(1)))
          .sample(Sample.of(Input.indices(2, 2, 3), Input.of(2, 3), Input.of(2, 3)))
          .sample(Sample.of(Input.indices(2, 3), Input.of(2, 1), Input.of()))
          .build();

  /** t where the condition holds, else 0. */
  public static final Op KEEP_WHERE =
      Op.named("keepWhere")
          .passiveOperand("condition", "a condition is piecewise constant")
          .broadcasting("t", Selections::keepT)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(ifEqual(operand(0), constant(0), constant(0), operand(1)))
          .sample(Sample.of(Input.indices(2, 2, 3), Input.of(2, 3)))
          .build();

  /** 0 where the condition holds, else t. */
  public static final Op DROP_WHERE =
      Op.named("dropWhere")
          .passiveOperand("condition", "a condition is piecewise constant")
          .broadcasting("t", Selections::dropT)
          .result(DTypeRule.PROMOTE)
          .shape(PointwiseRows::broadcastTwo)
          .pointwise(ifEqual(operand(0), constant(0), operand(1), constant(0)))
          .sample(Sample.of(Input.indices(2, 2, 3), Input.of(2, 3)))
          .build();

  /** 0 in the place of every element. */
  public static final Op ZERO =
      Op.named("zero")
          .passive("x", "a constant")
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(constant(0))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** x itself, which no gradient passes: it stands outside the graph. */
  public static final Op DETACH =
      Op.named("detach")
          .passive("x", "it stands outside the graph")
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(operand(0))
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** Whether low <= x <= high. */
  public static final Op WITHIN =
      Op.named("within")
          .passive("x", "a condition is piecewise constant")
          .attribute("low", Kind.NUMBER)
          .attribute("high", Kind.NUMBER)
          .result(DTypeRule.BOOL)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              ifLess(
                  operand(0),
                  attribute(0),
                  constant(0),
                  ifLess(
                      attribute(1),
                      operand(0),
                      constant(0),
                      ifEqual(operand(0), operand(0), constant(1), constant(0)))))
          .sample(Sample.of(Input.of(2, 3)).with(-0.5, 0.5))
          .build();

  /** x, but at least low. */
  public static final Op CLAMP_MIN =
      Op.named("clampMin")
          .elementwise("x", Selections::clampMinX)
          .attribute("low", Kind.NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(ifLess(operand(0), attribute(0), attribute(0), operand(0)))
          .kink("1 at the bound")
          .sample(Sample.of(Input.in(0.6, 1, 2, 3)).with(0.5))
          .build();

  /** x, but at most high. */
  public static final Op CLAMP_MAX =
      Op.named("clampMax")
          .elementwise("x", Selections::clampMaxX)
          .attribute("high", Kind.NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(ifLess(attribute(0), operand(0), attribute(0), operand(0)))
          .kink("1 at the bound")
          .sample(Sample.of(Input.in(0.6, 1, 2, 3)).with(0.5))
          .build();

  /** x, but at least low and at most high; high where low is larger. */
  public static final Op CLAMP =
      Op.named("clamp")
          .elementwise("x", Selections::clampX)
          .attribute("low", Kind.NUMBER)
          .attribute("high", Kind.NUMBER)
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              ifLess(
                  attribute(1),
                  operand(0),
                  attribute(1),
                  ifLess(
                      operand(0),
                      attribute(0),
                      ifLess(attribute(1), attribute(0), attribute(1), attribute(0)),
                      operand(0))))
          .kink("1 at the bounds")
          .sample(Sample.of(Input.in(-0.4, 0.4, 2, 3)).with(-0.5, 0.5))
          .sample(Sample.of(Input.in(0.6, 1, 2, 3)).with(-0.5, 0.5))
          .build();

  /** x with its NaN and infinities replaced by numbers. */
  public static final Op NAN_TO_NUM =
      Op.named("nanToNum")
          .elementwise("x", Selections::nanToNumX)
          .attribute("nan", Kind.NUMBER)
          .attribute("posinf", Kind.NUMBER)
          .attribute("neginf", Kind.NUMBER)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(
              ifEqual(
                  operand(0),
                  operand(0),
                  ifEqual(
                      operand(0),
                      constant(Double.POSITIVE_INFINITY),
                      attribute(1),
                      ifEqual(
                          operand(0),
                          constant(Double.NEGATIVE_INFINITY),
                          attribute(2),
                          operand(0))),
                  attribute(0)))
          .kink("0 at NaN and infinities")
          .sample(Sample.of(Input.of(2, 3)).with(0.0, 1.0, -1.0))
          .build();

  private Selections() {}

  static List<Op> all() {
    return List.of(
        WHERE,
        KEEP_WHERE,
        DROP_WHERE,
        ZERO,
        DETACH,
        WITHIN,
        CLAMP_MIN,
        CLAMP_MAX,
        CLAMP,
        NAN_TO_NUM);
  }

  private static <V, S> V whereX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.where(o, c.operand(0), t);
  }

  private static <V, S> V whereY(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.except(o, c.operand(0), t);
  }

  private static <V, S> V keepT(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.where(o, c.operand(0), t);
  }

  private static <V, S> V dropT(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.except(o, c.operand(0), t);
  }

  private static <V, S> V within(Ops<V, S> o, V x, S low, S high) {
    return o.with(WITHIN, x, List.of(low, high));
  }

  private static <V, S> V clampMinX(Ops<V, S> o, Call<V, S> c, V t) {
    S high = o.number(Double.POSITIVE_INFINITY);
    return Arithmetic.where(o, within(o, c.operand(0), c.attribute(0), high), t);
  }

  private static <V, S> V clampMaxX(Ops<V, S> o, Call<V, S> c, V t) {
    S low = o.number(Double.NEGATIVE_INFINITY);
    return Arithmetic.where(o, within(o, c.operand(0), low, c.attribute(0)), t);
  }

  private static <V, S> V clampX(Ops<V, S> o, Call<V, S> c, V t) {
    return Arithmetic.where(o, within(o, c.operand(0), c.attribute(0), c.attribute(1)), t);
  }

  private static <V, S> V nanToNumX(Ops<V, S> o, Call<V, S> c, V t) {
    S low = o.number(-Double.MAX_VALUE);
    return Arithmetic.where(o, within(o, c.operand(0), low, o.number(Double.MAX_VALUE)), t);
  }
}
