/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.attributes;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.Arrays;
import java.util.List;

/**
 * Batching rules of {@link LayerNorms}: the batch is one more leading dimension. A weight or bias
 * per example is multiplied or added outside, and sums over rows are sums over an example's rows.
 */
final class LayerNormsBatching {
  private LayerNormsBatching() {}

  static <V> List<V> norm(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    boolean scales = call.isPresent(1);
    boolean shifts = call.isPresent(2);
    boolean own = (scales && call.isBatched(1)) || (shifts && call.isBatched(2));
    V x = call.full(0);
    if (!own) {
      V weight = scales ? call.operand(1) : null;
      V bias = shifts ? call.operand(2) : null;
      return o.apply(op, Arrays.asList(x, weight, bias), attributes(op, call));
    }
    V y = o.apply(op, Arrays.asList(x, null, null), attributes(op, call)).getFirst();
    V scaled = scales ? o.op(Pointwise.MUL, y, column(o, call, 1, 0)) : y;
    return List.of(shifts ? o.op(Pointwise.ADD, scaled, column(o, call, 2, 0)) : scaled);
  }

  static <V> List<V> input(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return List.of(gradient(o, call));
  }

  static <V> List<V> grad(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long columns = call.shape(1)[call.rank(1) - 1];
    long rows = Arrays.stream(call.shape(1), 0, call.rank(1) - 1).reduce(1, (a, b) -> a * b);
    V h =
        o.apply(
                LayerNorms.LAYER_NORM,
                Arrays.asList(call.full(1), null, null),
                attributes(op, call))
            .getFirst();
    V g = call.full(0);
    V ofWeight = reshaped(o, o.op(Pointwise.MUL, g, h), call.size(), rows, columns);
    V ofBias = reshaped(o, g, call.size(), rows, columns);
    return List.of(
        gradient(o, call),
        o.with(Reductions.SUM_DIM, ofWeight, List.of(1L, 0L)),
        o.with(Reductions.SUM_DIM, ofBias, List.of(1L, 0L)));
  }

  /** The cotangent of x. */
  private static <V> V gradient(Ops<V, Object> o, BatchedCall<V> call) {
    Op op = LayerNorms.LAYER_NORM_GRAD_INPUT;
    V g = call.full(0);
    V weight = null;
    if (call.isPresent(2) && call.isBatched(2)) {
      g = o.op(Pointwise.MUL, g, column(o, call, 2, 1));
    } else if (call.isPresent(2)) {
      weight = call.operand(2);
    }
    return o.apply(op, Arrays.asList(g, call.full(1), weight), attributes(op, call)).getFirst();
  }

  /** A vector per example, or one for all, laid along the last dimension of operand x. */
  private static <V> V column(Ops<V, Object> o, BatchedCall<V> call, int index, int x) {
    return call.isBatched(index)
        ? Batching.padded(o, call.operand(index), call, index, call.rank(x))
        : call.operand(index);
  }
}
