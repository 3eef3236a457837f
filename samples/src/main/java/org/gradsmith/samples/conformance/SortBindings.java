/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.tensor.Tensor;

/** Sorting, and elements by rank. */
final class SortBindings {
  private SortBindings() {}

  static void bind(Registry r) {
    r.op("sort", SortBindings::sort);
    r.op("argsort", SortBindings::argsort);
    r.op("msort", a -> a.tensor(0).msort());
    r.op(
        "kthvalue",
        a ->
            ReductionBindings.both(
                a.tensor(0)
                    .kthvalue(
                        Math.toIntExact(a.integer(1, "k")),
                        a.dim(2, "dim", -1),
                        a.bool(3, "keepdim", false))));
    r.op("topk", SortBindings::topk);
  }

  private static Object sort(Arguments a) {
    stable(a);
    Tensor x = a.tensor(0);
    return ReductionBindings.both(x.sort(a.dim(1, "dim", -1), a.bool(2, "descending", false)));
  }

  private static Object argsort(Arguments a) {
    stable(a);
    return a.tensor(0).argsort(a.dim(1, "dim", -1), a.bool(2, "descending", false));
  }

  /** Every sort here is stable, whether that was asked for or not. */
  private static void stable(Arguments a) {
    boolean _ = a.bool(-1, "stable", true);
  }

  /** The results are in order, whether that was asked for or not. */
  private static Object topk(Arguments a) {
    boolean _ = a.bool(4, "sorted", true);
    int k = Math.toIntExact(a.integer(1, "k"));
    return ReductionBindings.both(
        a.tensor(0).topk(k, a.dim(2, "dim", -1), a.bool(3, "largest", true)));
  }
}
