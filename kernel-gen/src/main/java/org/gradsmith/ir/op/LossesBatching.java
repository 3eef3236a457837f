/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.expanded;
import static org.gradsmith.ir.op.Batching.prefixed;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.List;

/** Batching rules of the negative log-likelihood: the rows of all examples, unreduced. */
final class LossesBatching {
  private static final long NONE = 0;
  private static final long MEAN = 1;

  private LossesBatching() {}

  static <V> List<V> nllLoss(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long rows = call.shape(0)[0];
    V x = reshaped(o, call.full(0), call.size() * rows, call.shape(0)[1]);
    V losses = o.with(op, x, targets(o, call, rows), List.of(NONE));
    V each = reshaped(o, losses, call.size(), rows);
    if (call.constant(0) == NONE) {
      return List.of(each);
    }
    V sum = o.with(Reductions.SUM_DIM, each, List.of(1L, 0L));
    return List.of(call.constant(0) == MEAN ? shared(o, sum, rows) : sum);
  }

  static <V> List<V> nllLossGrad(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long[] shape = call.sizes(0);
    long reduction = call.constant(1);
    V g = call.full(0);
    if (reduction != NONE) {
      V each = reduction == MEAN ? shared(o, g, shape[0]) : g;
      g = expanded(o, reshaped(o, each, call.size(), 1), call.size(), shape[0]);
    }
    long rows = call.size() * shape[0];
    List<Object> attributes = List.of(new long[] {rows, shape[1]}, NONE);
    V all = o.with(op, reshaped(o, g, rows), targets(o, call, shape[0]), attributes);
    return List.of(reshaped(o, all, prefixed(call.size(), shape)));
  }

  private static <V> V shared(Ops<V, Object> o, V sums, long rows) {
    return o.with(Reductions.DIVIDE_BY_COUNT, sums, List.of(new long[] {rows}));
  }

  private static <V> V targets(Ops<V, Object> o, BatchedCall<V> call, long rows) {
    return reshaped(o, call.full(1), call.size() * rows);
  }
}
