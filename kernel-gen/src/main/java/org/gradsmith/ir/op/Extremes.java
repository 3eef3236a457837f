/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Ops that look for an element along the last dimension, in the order of numbers: NaN is the
 * largest, and where an extreme is asked for, NaN wins. All of them find without derivative; the
 * gradient flows through what reads the element that was found.
 */
public final class Extremes {
  private static final String PLACE = "a place is piecewise constant";

  /** The largest (or smallest) element of each row; of zeros of both signs, either. */
  public static final Op EXTREME =
      Op.named("extreme")
          .passiveOperand("x", "the gradient flows through oneOf")
          .attribute("largest", INT)
          .result(DTypeRule.FIRST)
          .shape(Extremes::rowShape)
          .rows(ExtremeRows.extreme())
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .sample(Sample.of(Input.of(2, 3)).with(0L))
          .build();

  /** 1/k at each of the k elements of a row that equal the row's entry in y, else 0. */
  public static final Op EQUAL_SHARES =
      Op.named("equalShares")
          .passiveOperand("x", "equality is piecewise constant")
          .passiveOperand("y", "equality is piecewise constant")
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .rows(ExtremeRows.equalShares())
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3), Input.of(2)))
          .build();

  /** y, each entry of which is an element of a row of x; equal elements share the gradient. */
  public static final Op ONE_OF =
      Op.named("oneOf")
          .operand("x", Extremes::oneOfX, Extremes::oneOfTangent)
          .passiveOperand("y", "it stands for an element of x")
          .result(DTypeRule.FIRST)
          .shape(Extremes::shapeOfY)
          .batching(Batching.ROWS)
          .kink("shared evenly among equal elements")
          .sample(Sample.of(Input.of(2, 3), Input.of(2)))
          .build();

  /** Place of the largest (or smallest) element so far in each row, the last of equal ones. */
  public static final Op RUNNING_EXTREME =
      Op.named("runningExtreme")
          .passiveOperand("x", PLACE)
          .attribute("largest", INT)
          .result(DTypeRule.INT64)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .build();

  /** The order that sorts each row; equal elements stay in their order. */
  public static final Op ROW_ORDER =
      Op.named("rowOrder")
          .passiveOperand("x", "an order is piecewise constant")
          .attribute("descending", INT)
          .result(DTypeRule.INT64)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(0L))
          .build();

  /** Place of the k-th smallest element of each row, k from 1. */
  public static final Op KTH_PLACE =
      Op.named("kthPlace")
          .passiveOperand("x", PLACE)
          .attribute("k", INT)
          .result(DTypeRule.INT64)
          .shape(Extremes::rowShape)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(2L))
          .build();

  /** Place of the lower median of each row: of the first NaN if there is one and it counts. */
  public static final Op MEDIAN_PLACE =
      Op.named("medianPlace")
          .passiveOperand("x", PLACE)
          .attribute("ignoreNaN", INT)
          .result(DTypeRule.INT64)
          .shape(Extremes::rowShape)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(0L))
          .build();

  /** Last place of the most frequent element of each row, the smallest of equally frequent. */
  public static final Op MODE_PLACE =
      Op.named("modePlace")
          .passiveOperand("x", PLACE)
          .result(DTypeRule.INT64)
          .shape(Extremes::rowShape)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** Whether no element of a row is zero. */
  public static final Op ALL =
      Op.named("all")
          .passive("x", "a truth is piecewise constant")
          .result(DTypeRule.BOOL)
          .shape(Extremes::rowShape)
          .rows(ExtremeRows.all())
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** Whether some element of a row is not zero. */
  public static final Op ANY =
      Op.named("any")
          .passive("x", "a truth is piecewise constant")
          .result(DTypeRule.BOOL)
          .shape(Extremes::rowShape)
          .rows(ExtremeRows.any())
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** How many elements of a row are not zero. */
  public static final Op COUNT_NONZERO =
      Op.named("countNonzero")
          .passiveOperand("x", "a count is piecewise constant")
          .result(DTypeRule.INT64)
          .shape(Extremes::rowShape)
          .rows(ExtremeRows.countNonzero())
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  private Extremes() {}

  static List<Op> all() {
    return List.of(
        EXTREME,
        EQUAL_SHARES,
        ONE_OF,
        RUNNING_EXTREME,
        ROW_ORDER,
        KTH_PLACE,
        MEDIAN_PLACE,
        MODE_PLACE,
        ALL,
        ANY,
        COUNT_NONZERO);
  }

  private static <D> List<List<D>> rowShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = call.operand(0);
    if (shape.isEmpty()) {
      throw new ShapeMismatch("x needs a last dimension, but is a single number");
    }
    return List.of(shape.subList(0, shape.size() - 1));
  }

  private static <D> List<List<D>> shapeOfY(Dims<D> dims, ShapeCall<D> call) {
    return List.of(call.operand(1));
  }

  private static <V, S> V oneOfX(Ops<V, S> o, Call<V, S> c) {
    List<S> lastDim = List.of(c.shape(0), o.literal(-1), o.literal(0));
    V spread = o.with(Views.EXPAND_DIM, c.cotangent(), lastDim);
    return o.op(Pointwise.MUL, spread, o.op(EQUAL_SHARES, c.operand(0), c.operand(1)));
  }

  private static <V, S> V oneOfTangent(Ops<V, S> o, Call<V, S> c, V t) {
    V shared = o.op(Pointwise.MUL, t, o.op(EQUAL_SHARES, c.operand(0), c.operand(1)));
    return o.with(Reductions.SUM_DIM, shared, List.of(o.literal(-1), o.literal(0)));
  }
}
