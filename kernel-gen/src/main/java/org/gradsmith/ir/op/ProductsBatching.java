/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.prefixed;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.List;

/** Batching rules of matrix products: one product for all where one factor is the same for all. */
final class ProductsBatching {
  private ProductsBatching() {}

  static <V> List<V> matmul(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    if (call.isBatched(1)) {
      return List.of(o.op(Matrices.BMM, call.full(0), call.operand(1)));
    }
    long rows = call.shape(0)[0];
    long columns = call.shape(1)[1];
    V stacked = reshaped(o, call.operand(0), call.size() * rows, call.shape(0)[1]);
    V product = o.op(LinearAlgebra.MATMUL, stacked, call.operand(1));
    return List.of(reshaped(o, product, call.size(), rows, columns));
  }

  static <V> List<V> linear(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    if (!call.isBatched(1)) {
      return List.of(o.op(op, call.operand(0), call.operand(1)));
    }
    V weight = o.with(Views.TRANSPOSE, call.operand(1), List.of(1L, 2L));
    return List.of(times(o, call, weight, call.shape(1)[0]));
  }

  static <V> List<V> linearGradInput(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    if (!call.isBatched(1)) {
      return List.of(o.op(op, call.operand(0), call.operand(1)));
    }
    return List.of(times(o, call, call.operand(1), call.shape(1)[1]));
  }

  /** Operand 0, whose leading dimensions count vectors, times a matrix per example. */
  private static <V> V times(Ops<V, Object> o, BatchedCall<V> call, V matrices, long features) {
    long[] shape = call.shape(0).clone();
    V product = o.op(Matrices.BMM, vectors(o, call, 0), matrices);
    shape[shape.length - 1] = features;
    return reshaped(o, product, prefixed(call.size(), shape));
  }

  static <V> List<V> linearGradWeight(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    V g = o.with(Views.TRANSPOSE, vectors(o, call, 0), List.of(1L, 2L));
    return List.of(o.op(Matrices.BMM, g, vectors(o, call, 1)));
  }

  /** An operand as (size, number of vectors, features). */
  private static <V> V vectors(Ops<V, Object> o, BatchedCall<V> call, int index) {
    long[] shape = call.shape(index);
    long count = 1;
    for (int i = 0; i < shape.length - 1; i++) {
      count *= shape[i];
    }
    return reshaped(o, call.full(index), call.size(), count, shape[shape.length - 1]);
  }
}
