/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.Collections;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Index;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Indexing. */
final class IndexBindings {
  private IndexBindings() {}

  static void bind(Registry r) {
    r.op("bucketize", a -> search(a, a.tensor(1, "boundaries"), 0));
    r.op("searchsorted", a -> search(a, a.tensor(0), 1));
    r.op("slice", IndexBindings::slice);
    r.op("index_select", a -> a.tensor(0).indexSelect(a.dim(1, "dim"), a.tensor(2, "index")));
    r.op("gather", a -> a.tensor(0).gather(a.dim(1, "dim"), a.tensor(2, "index")));
    r.op("scatter", IndexBindings::scatter);
    r.op("index_add", IndexBindings::indexAdd);
    r.op(
        "index_copy",
        a -> a.tensor(0).indexCopy(a.dim(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source")));
    r.op("__getitem__", a -> a.tensor(0).index(parts(a.get(1, ""))));
    r.op(
        "index_put",
        a ->
            a.tensor(0)
                .indexPut(
                    a.tensor(2, "values"),
                    a.bool(3, "accumulate", false),
                    parts(a.get(1, "indices"))));
    r.op("scatter_reduce/sum", IndexBindings::scatterReduce);
    r.op("scatter_reduce/amax", IndexBindings::scatterReduce);
    r.op("scatter_reduce/amin", IndexBindings::scatterReduce);
    r.op("scatter_reduce/mean", IndexBindings::scatterReduce);
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

  private static Tensor scatterReduce(Arguments a) {
    return a.tensor(0)
        .scatterReduce(
            a.dim(1, "dim"),
            a.tensor(2, "index"),
            a.tensor(3, "src"),
            a.string(4, "reduce", ""),
            a.bool(5, "include_self", true));
  }

  /** What stands between brackets, a tuple being given as a list. */
  private static Index[] parts(@Nullable Object given) {
    List<?> all = given instanceof List<?> list ? list : Collections.singletonList(given);
    Index[] parts = new Index[all.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part(all.get(i));
    }
    return parts;
  }

  private static Index part(@Nullable Object given) {
    return switch (given) {
      case null -> Index.newAxis();
      case Long place -> Index.at(place);
      case Boolean whole -> Index.of(Tensor.of(whole));
      case Tensor tensor when tensor.dim() == 0 && !isMask(tensor) -> Index.at(tensor.itemLong());
      case Tensor tensor -> Index.of(tensor);
      case Arguments.Ellipsis _ -> Index.ellipsis();
      case Arguments.Slice slice ->
          new Index.Slice(slice.start(), slice.stop(), slice.step() == null ? 1 : slice.step());
      case List<?> places ->
          Index.of(
              Tensor.from(
                  places.stream().mapToLong(place -> (Long) place).toArray(), places.size()));
      default -> throw new ConformanceException("an index of an unknown kind: " + given);
    };
  }

  private static boolean isMask(Tensor tensor) {
    return tensor.dtype() == DType.BOOL;
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

  private static Tensor search(Arguments a, Tensor sorted, int values) {
    Tensor order = a.optionalTensor(-1, "sorter");
    Tensor keys = order == null ? sorted : sorted.gather(-1, order);
    boolean right = a.bool(-1, "right", false) || "right".equals(a.string(-1, "side", "left"));
    Tensor wanted =
        a.isTensor(values, "input")
            ? a.tensor(values, "input")
            : Tensor.scalar(a.number(values, "input"));
    Tensor places = Tensor.searchsorted(keys, wanted, right);
    return a.bool(-1, "out_int32", false) ? places.to(DType.INT32) : places;
  }

  private static Tensor slice(Arguments a) {
    int dim = a.dim(1, "dim", 0);
    return a.tensor(0)
        .slice(
            dim,
            a.integer(2, "start", 0),
            a.integer(3, "end", a.tensor(0).size(dim)),
            a.integer(4, "step", 1));
  }
}
