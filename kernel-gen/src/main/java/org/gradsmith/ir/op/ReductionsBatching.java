/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.expanded;
import static org.gradsmith.ir.op.Batching.padded;
import static org.gradsmith.ir.op.Batching.prefixed;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.Arrays;
import java.util.List;

/** Batching rules of sums over all or most dimensions, and of what undoes them. */
final class ReductionsBatching {
  private ReductionsBatching() {}

  static <V> List<V> sum(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return List.of(total(o, call));
  }

  /** A sum that does not fit its dtype would spoil the mean: small and integer dtypes go singly. */
  static <V> List<V> mean(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    if (call.isHalfOrInteger(0)) {
      return List.of();
    }
    return List.of(o.with(Reductions.DIVIDE_BY_COUNT, total(o, call), List.of(call.shape(0))));
  }

  private static <V> V total(Ops<V, Object> o, BatchedCall<V> call) {
    long count = Arrays.stream(call.shape(0)).reduce(1, (a, b) -> a * b);
    V rows = reshaped(o, call.full(0), call.size(), count);
    return o.with(Reductions.SUM_DIM, rows, List.of(1L, 0L));
  }

  static <V> List<V> sumTo(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long[] target = call.sizes(0);
    int rank = Math.max(call.rank(0), target.length);
    V x = padded(o, call.full(0), call, 0, rank);
    long[] wide = new long[rank];
    Arrays.fill(wide, 1);
    System.arraycopy(target, 0, wide, rank - target.length, target.length);
    V sum = o.with(Reductions.SUM_TO, x, List.of(prefixed(call.size(), wide)));
    return List.of(rank == target.length ? sum : reshaped(o, sum, prefixed(call.size(), target)));
  }

  static <V> List<V> sumExcept(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    int dim = dimension(call.constant(0), call.rank(0));
    long kept = call.shape(0)[dim];
    long count = 1;
    for (int i = 0; i < call.rank(0); i++) {
      count *= i == dim ? 1 : call.shape(0)[i];
    }
    V front = o.with(Views.TRANSPOSE, call.full(0), List.of(1L, dim + 1L));
    V rows = reshaped(o, front, call.size(), kept, count);
    return List.of(o.with(Reductions.SUM_DIM, rows, List.of(2L, 0L)));
  }

  static <V> List<V> spread(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long[] shape = call.sizes(0);
    V laid = along(o, call.full(0), call, 0, dimension(call.constant(1), shape.length), shape);
    return List.of(expanded(o, laid, prefixed(call.size(), shape)));
  }

  /** A bias per example is broadcast; one for all stays what it is. */
  static <V> List<V> addBias(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    int dim = dimension(call.constant(0), call.rank(0));
    if (!call.isPresent(1) || !call.isBatched(1)) {
      V bias = call.isPresent(1) ? call.operand(1) : null;
      return o.apply(op, Arrays.asList(call.full(0), bias), List.of(dim + 1L));
    }
    V bias = along(o, call.operand(1), call, 1, dim, call.shape(0));
    return List.of(o.op(Pointwise.ADD, call.operand(0), bias));
  }

  /** Vectors laid along one dimension of a shape, whose other sizes are 1. */
  private static <V> V along(
      Ops<V, Object> o, V x, BatchedCall<V> call, int index, int dim, long[] shape) {
    long[] laid = new long[shape.length];
    Arrays.fill(laid, 1);
    laid[dim] = call.shape(index)[0];
    return reshaped(o, x, prefixed(call.size(), laid));
  }

  static int dimension(long dim, int rank) {
    return (int) (dim < 0 ? dim + rank : dim);
  }
}
