/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/** Ops that go along the last dimension and carry something from each element to the next. */
public final class Scans {
  private static final String WEIGHT = "the weights of a sum of exponentials stand still";

  /** y[k] = x[0] + ... + x[k]. */
  public static final Op CUMSUM =
      Op.named("cumsum")
          .linear("x", Scans::cumsumX)
          .result(DTypeRule.PROMOTE_SUM)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** y[k] = x[k] + ... + x[n-1]: the adjoint of {@link #CUMSUM}. */
  public static final Op CUMSUM_BACK =
      Op.named("cumsumBack")
          .linear("x", Scans::cumsumBackX)
          .result(DTypeRule.PROMOTE_SUM)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** y[k] = x[k] + decay[k]·y[k-1]. */
  public static final Op DECAYED_SUM =
      Op.named("decayedSum")
          .linear("x", Scans::decayedSumX)
          .passiveOperand("decay", WEIGHT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3), Input.in(0, 1, 2, 3)))
          .build();

  /** y[k] = x[k] + decay[k+1]·y[k+1]: the adjoint of {@link #DECAYED_SUM}. */
  public static final Op DECAYED_SUM_BACK =
      Op.named("decayedSumBack")
          .linear("x", Scans::decayedSumBackX)
          .passiveOperand("decay", WEIGHT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3), Input.in(0, 1, 2, 3)))
          .build();

  /**
   * The largest element so far, 0 where that is no finite number; behind it, by what a sum of
   * exponentials relative to the peak before has to be multiplied to be relative to this one.
   */
  public static final Op RUNNING_PEAKS =
      Op.named("runningPeaks")
          .passiveOperand("x", "what exponents are taken relative to cancels")
          .result(DTypeRule.FIRST)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** y[k] = x[k - by], and a given number where k is less than by. */
  public static final Op SHIFT_LATER =
      Op.named("shiftLater")
          .operand("x", Scans::shiftLaterX, Scans::shiftLaterTangent)
          .attribute("by", INT)
          .attribute("fill", NUMBER)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(1L, 1.0))
          .sample(Sample.of(Input.of(2, 3)).with(4L, 1.0))
          .build();

  /** y[k] = x[k + by], and 0 behind the end: the adjoint of {@link #SHIFT_LATER}. */
  public static final Op SHIFT_EARLIER =
      Op.named("shiftEarlier")
          .linear("x", Scans::shiftEarlierX)
          .attribute("by", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.ROWS)
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .build();

  private Scans() {}

  static List<Op> all() {
    return List.of(
        CUMSUM,
        CUMSUM_BACK,
        DECAYED_SUM,
        DECAYED_SUM_BACK,
        RUNNING_PEAKS,
        SHIFT_LATER,
        SHIFT_EARLIER);
  }

  private static <V, S> V cumsumX(Ops<V, S> o, Call<V, S> c) {
    return o.op(CUMSUM_BACK, c.cotangent());
  }

  private static <V, S> V cumsumBackX(Ops<V, S> o, Call<V, S> c) {
    return o.op(CUMSUM, c.cotangent());
  }

  private static <V, S> V decayedSumX(Ops<V, S> o, Call<V, S> c) {
    return o.op(DECAYED_SUM_BACK, c.cotangent(), c.operand(1));
  }

  private static <V, S> V decayedSumBackX(Ops<V, S> o, Call<V, S> c) {
    return o.op(DECAYED_SUM, c.cotangent(), c.operand(1));
  }

  private static <V, S> V shiftLaterX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SHIFT_EARLIER, c.cotangent(), List.of(c.attribute(0)));
  }

  private static <V, S> V shiftLaterTangent(Ops<V, S> o, Call<V, S> c, V t) {
    return o.with(SHIFT_LATER, t, List.of(c.attribute(0), o.number(0)));
  }

  private static <V, S> V shiftEarlierX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SHIFT_LATER, c.cotangent(), List.of(c.attribute(0), o.number(0)));
  }
}
