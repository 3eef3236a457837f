/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.attributes;
import static org.gradsmith.ir.op.Batching.expanded;
import static org.gradsmith.ir.op.Batching.prefixed;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batching rules of ops that read or write where integer tensors say. */
final class IndexingBatching {
  private IndexingBatching() {}

  static <V> List<V> indexSelect(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    if (call.rank(0) == 0) {
      return List.of();
    }
    int dim = ReductionsBatching.dimension(call.constant(0), call.rank(0));
    if (!call.isBatched(1)) {
      return List.of(o.with(op, call.operand(0), call.operand(1), List.of(dim + 1L)));
    }
    V index = spread(o, call, dim, call.resultShape(0));
    return List.of(o.with(Indexing.GATHER, call.full(0), index, List.of(dim + 1L)));
  }

  static <V> List<V> indexSum(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long[] shape = call.sizes(0);
    if (call.rank(0) == 0 || shape.length == 0) {
      return List.of();
    }
    int dim = ReductionsBatching.dimension(call.constant(1), shape.length);
    List<Object> attributes = List.of(prefixed(call.size(), shape), dim + 1L);
    if (!call.isBatched(1)) {
      return List.of(o.with(op, call.operand(0), call.operand(1), attributes));
    }
    V index = spread(o, call, dim, call.shape(0));
    return List.of(o.with(Indexing.SCATTER_SUM, call.full(0), index, attributes));
  }

  /** A list of indices per example, the same for every place in the other dimensions. */
  private static <V> V spread(Ops<V, Object> o, BatchedCall<V> call, int dim, long[] shape) {
    long[] laid = new long[shape.length];
    Arrays.fill(laid, 1);
    laid[dim] = shape[dim];
    V index = reshaped(o, call.operand(1), prefixed(call.size(), laid));
    return expanded(o, index, prefixed(call.size(), shape));
  }

  static <V> List<V> take(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    if (!call.isBatched(0)) {
      return List.of(o.op(op, call.operand(0), call.operand(1)));
    }
    long places = count(call.shape(0));
    V rows = reshaped(o, call.operand(0), call.size(), places);
    V taken = o.with(Indexing.GATHER, rows, inRow(o, call, 1, places), List.of(1L));
    return List.of(reshaped(o, taken, prefixed(call.size(), call.resultShape(0))));
  }

  static <V> List<V> putSum(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long places = count(call.sizes(0));
    V g = reshaped(o, call.full(0), call.size(), count(call.shape(0)));
    List<Object> attributes = List.of(new long[] {call.size(), places}, 1L);
    V rows = o.with(Indexing.SCATTER_SUM, g, inRow(o, call, 1, places), attributes);
    return List.of(reshaped(o, rows, prefixed(call.size(), call.sizes(0))));
  }

  /** Ops that overwrite: with positions counted over all examples, after a look at their bounds. */
  static <V> List<V> put(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    int last = call.operandCount() - 1;
    long places = count(call.resultShape(0));
    V index = inRow(o, call, last, places);
    V numbers = reshaped(o, call.numbers(), call.size(), 1);
    V row = expanded(o, numbers, call.size(), places);
    V own = o.with(Indexing.GATHER, row, index, List.of(1L)); // fails for what is out of bounds
    V starts = o.with(Pointwise.MUL_SCALAR, own, List.of(places));
    V overall =
        reshaped(o, o.op(Pointwise.ADD, starts, index), call.size() * rowLength(call, last));
    List<@Nullable V> operands = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      boolean whole = i == 0 && op != Indexing.PUT_ONLY;
      V x = call.full(i);
      operands.add(whole ? x : reshaped(o, x, call.size() * count(call.shape(i))));
    }
    operands.add(overall);
    List<Object> attributes = attributes(op, call);
    if (op == Indexing.PUT_ONLY) {
      attributes.set(0, prefixed(call.size(), call.sizes(0)));
    }
    return o.apply(op, operands, attributes);
  }

  private static <V> long rowLength(BatchedCall<V> call, int index) {
    return count(call.shape(index));
  }

  /** Positions of each example as a row, counted from the front of the example's elements. */
  private static <V> V inRow(Ops<V, Object> o, BatchedCall<V> call, int index, long places) {
    V rows = reshaped(o, call.full(index), call.size(), rowLength(call, index));
    V zeros = o.op(Selections.ZERO, rows);
    V negative = o.op(Comparisons.LT, rows, zeros);
    V fromEnd = o.with(Pointwise.ADD_SCALAR, rows, List.of(places));
    return o.apply(Selections.WHERE, List.of(negative, fromEnd, rows), List.of()).getFirst();
  }

  private static long count(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}
