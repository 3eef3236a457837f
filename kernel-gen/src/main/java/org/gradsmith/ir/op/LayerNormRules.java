/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Arithmetic.add;
import static org.gradsmith.ir.op.Arithmetic.div;
import static org.gradsmith.ir.op.Arithmetic.mul;
import static org.gradsmith.ir.op.Arithmetic.neg;
import static org.gradsmith.ir.op.Arithmetic.plus;
import static org.gradsmith.ir.op.Arithmetic.square;
import static org.gradsmith.ir.op.Arithmetic.sub;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derivative rules of {@link LayerNorms}. In formulas h is the normed x, r the reciprocal
 * deviation, means are those of rows, and P(v) = v - mean(v) - h·mean(v·h), so that the derivative
 * of h in direction v is r·P(v). Second derivatives are compositions of other rows, whose own
 * derivatives are known.
 */
final class LayerNormRules {
  private LayerNormRules() {}

  static <V, S> V x(Ops<V, S> o, Call<V, S> c) {
    return c.isPresent(1) || c.isPresent(2)
        ? gradients(o, c).get(0)
        : project(o, c, c.cotangent(), c.operand(0), null);
  }

  static <V, S> V weight(Ops<V, S> o, Call<V, S> c) {
    return gradients(o, c).get(1);
  }

  static <V, S> V bias(Ops<V, S> o, Call<V, S> c) {
    return gradients(o, c).get(2);
  }

  /** All three at once; whoever asks for several gets them from one run. */
  private static <V, S> List<V> gradients(Ops<V, S> o, Call<V, S> c) {
    return o.apply(
        LayerNorms.LAYER_NORM_GRAD,
        Arrays.asList(c.cotangent(), c.operand(0), optional(c, 1)),
        List.of(c.attribute(0)));
  }

  static <V, S> V xTangent(Ops<V, S> o, Call<V, S> c, V tangent) {
    V moved = project(o, c, tangent, c.operand(0), null);
    return c.isPresent(1) ? mul(o, moved, c.operand(1)) : moved;
  }

  /** Of the cotangents (a, b, c): w·r·P(a) + b·h + c. */
  static <V, S> V gradG(Ops<V, S> o, Call<V, S> c) {
    V parameters = add(o, mul(o, normed(o, c), c.cotangent(1)), c.cotangent(2));
    return add(o, inputG(o, c), parameters);
  }

  /**
   * Of the cotangents (a, b, c): r·P(q) - r²·h·s, where b·g is a part of q, see {@link #second}.
   */
  static <V, S> V gradX(Ops<V, S> o, Call<V, S> c) {
    return second(o, c, mul(o, c.cotangent(1), c.operand(0)));
  }

  static <V, S> V gradWeight(Ops<V, S> o, Call<V, S> c) {
    return inputWeight(o, c);
  }

  /** P is symmetric. */
  static <V, S> V inputG(Ops<V, S> o, Call<V, S> c) {
    V moved = project(o, c, c.cotangent(), c.operand(1), null);
    return c.isPresent(2) ? mul(o, moved, c.operand(2)) : moved;
  }

  static <V, S> V inputX(Ops<V, S> o, Call<V, S> c) {
    return second(o, c, null);
  }

  static <V, S> V inputWeight(Ops<V, S> o, Call<V, S> c) {
    V moved = project(o, c, c.cotangent(), c.operand(1), null);
    return o.with(Reductions.SUM_EXCEPT, mul(o, moved, c.operand(0)), List.of(o.literal(-1)));
  }

  /**
   * The derivative of Σ a·r·P(v) for x, where v = g·w. P depends on x through h, r through the
   * variance: r·P(q) - r²·h·(mean(a·v) - mean(a)·mean(v) - mean(a·h)·mean(v·h)) with q = -r·(a ·
   * mean(v·h) + v·mean(a·h)) + more.
   *
   * @param more what else is the cotangent of h
   */
  private static <V, S> V second(Ops<V, S> o, Call<V, S> c, @Nullable V more) {
    V a = c.cotangent();
    V x = c.operand(1);
    V v = c.isPresent(2) ? mul(o, c.operand(0), c.operand(2)) : c.operand(0);
    V h = normed(o, c);
    V count = sum(o, plus(o, o.op(Selections.ZERO, x), 1));
    V centred = sub(o, x, div(o, sum(o, x), count));
    V variance = div(o, sum(o, square(o, centred)), count);
    V root = o.op(Pointwise.SQRT, o.with(Pointwise.ADD_SCALAR, variance, List.of(c.attribute(0))));
    V meanOfA = div(o, sum(o, mul(o, a, h)), count);
    V meanOfV = div(o, sum(o, mul(o, v, h)), count);
    V mixed = div(o, add(o, mul(o, a, meanOfV), mul(o, v, meanOfA)), root);
    V q = more == null ? neg(o, mixed) : sub(o, more, mixed);
    V plain = mul(o, div(o, sum(o, a), count), div(o, sum(o, v), count));
    V covariance = sub(o, div(o, sum(o, mul(o, a, v)), count), plain);
    V slope = div(o, sub(o, covariance, mul(o, meanOfA, meanOfV)), square(o, root));
    return sub(o, project(o, c, q, x, null), mul(o, h, slope));
  }

  /** r·P(v·weight). */
  private static <V, S> V project(Ops<V, S> o, Call<V, S> c, V v, V x, @Nullable V weight) {
    return o.apply(
            LayerNorms.LAYER_NORM_GRAD_INPUT, Arrays.asList(v, x, weight), List.of(c.attribute(0)))
        .getFirst();
  }

  /** h, of a call whose x is operand 1. */
  private static <V, S> V normed(Ops<V, S> o, Call<V, S> c) {
    return o.apply(
            LayerNorms.LAYER_NORM, Arrays.asList(c.operand(1), null, null), List.of(c.attribute(0)))
        .getFirst();
  }

  private static <V, S> V sum(Ops<V, S> o, V x) {
    return o.with(Reductions.SUM_DIM, x, List.of(o.literal(-1), o.literal(1)));
  }

  private static <V, S> @Nullable V optional(Call<V, S> c, int index) {
    return c.isPresent(index) ? c.operand(index) : null;
  }
}
