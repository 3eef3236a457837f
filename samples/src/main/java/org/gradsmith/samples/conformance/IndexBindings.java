/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.tensor.Tensor;

/** Indexing. */
final class IndexBindings {
  private IndexBindings() {}

  static void bind(Registry r) {
    r.op("index_select", a -> a.tensor(0).indexSelect(a.dim(1, "dim"), a.tensor(2, "index")));
    r.op("gather", a -> a.tensor(0).gather(a.dim(1, "dim"), a.tensor(2, "index")));
    r.op("scatter", IndexBindings::scatter);
    r.op("index_add", IndexBindings::indexAdd);
    r.op(
        "index_copy",
        a -> a.tensor(0).indexCopy(a.dim(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source")));
    r.op("index_fill", IndexBindings::indexFill);
    r.op("masked_fill", IndexBindings::maskedFill);
    r.op("masked_select", a -> a.tensor(0).maskedSelect(a.tensor(1, "mask")));
    r.op(
        "masked_scatter",
        a -> a.tensor(0).maskedScatter(a.tensor(1, "mask"), a.tensor(2, "source")));
    r.op("take", a -> a.tensor(0).take(a.tensor(1, "index")));
    r.op("nonzero", IndexBindings::nonzero);
    r.op(
        "select_scatter",
        a -> a.tensor(0).selectScatter(a.tensor(1, "src"), a.dim(2, "dim"), a.integer(3, "index")));
  }

  private static Object nonzero(Arguments a) {
    Tensor indices = a.tensor(0).nonzero();
    return a.bool(1, "as_tuple", false) ? indices.unbind(1) : indices;
  }

  private static Tensor scatter(Arguments a) {
    int dim = a.dim(1, "dim");
    Tensor index = a.tensor(2, "index");
    if ("add".equals(a.optionalString(4, "reduce"))) {
      Tensor source =
          a.isTensor(3, "src")
              ? a.tensor(3, "src")
              : Tensor.full(a.tensor(0).dtype(), index.shape(), a.number(3, "value"));
      return a.tensor(0).scatterAdd(dim, index, source);
    }
    return a.isTensor(3, "src")
        ? a.tensor(0).scatter(dim, index, a.tensor(3, "src"))
        : a.tensor(0).scatter(dim, index, a.number(3, "value"));
  }

  private static Tensor indexAdd(Arguments a) {
    double alpha = a.number(4, "alpha", 1);
    return a.tensor(0)
        .indexAdd(a.dim(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"), alpha);
  }

  private static Tensor indexFill(Arguments a) {
    int dim = a.dim(1, "dim");
    Tensor index = a.tensor(2, "index");
    return a.isTensor(3, "value")
        ? a.tensor(0).indexFill(dim, index, a.tensor(3, "value"))
        : a.tensor(0).indexFill(dim, index, a.number(3, "value"));
  }

  private static Tensor maskedFill(Arguments a) {
    Tensor mask = a.tensor(1, "mask");
    return a.isTensor(2, "value")
        ? a.tensor(0).maskedFill(mask, a.tensor(2, "value"))
        : a.tensor(0).maskedFill(mask, a.number(2, "value"));
  }
}
