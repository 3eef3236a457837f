/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Batching.expanded;
import static org.gradsmith.ir.op.Batching.padded;
import static org.gradsmith.ir.op.Batching.prefixed;
import static org.gradsmith.ir.op.Batching.reshaped;

import java.util.List;

/** Batching rules of views that give a whole shape or order. */
final class ViewsBatching {
  private ViewsBatching() {}

  /** The elements of a batch may lie apart, so that a view of one example is a reshape of all. */
  static <V> List<V> view(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    return List.of(reshaped(o, call.full(0), prefixed(call.size(), call.sizes(0))));
  }

  static <V> List<V> expand(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long[] shape = call.sizes(0);
    V x = padded(o, call.full(0), call, 0, shape.length);
    return List.of(expanded(o, x, prefixed(call.size(), shape)));
  }

  static <V> List<V> permute(Op op, Ops<V, Object> o, BatchedCall<V> call) {
    long[] dims = prefixed(0, call.sizes(0));
    for (int i = 1; i < dims.length; i++) {
      dims[i] = Batching.moved(dims[i]);
    }
    return List.of(o.with(op, call.full(0), List.of(dims)));
  }
}
