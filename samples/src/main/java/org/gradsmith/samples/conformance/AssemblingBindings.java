/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;

/** Shapes by their everyday names, what is assembled of tensors, and what moves within one. */
final class AssemblingBindings {
  private AssemblingBindings() {}

  static void bind(Registry r) {
    shapes(r);
    parts(r);
    assembled(r);
    moved(r);
    written(r);
  }

  private static void shapes(Registry r) {
    r.op("ravel", a -> a.tensor(0).ravel());
    r.op("mT", a -> a.tensor(0).matrixTranspose());
    r.op("T", AssemblingBindings::reversed);
    r.op("view_as", a -> a.tensor(0).viewAs(a.tensor(1)));
    r.op("reshape_as", a -> a.tensor(0).reshapeAs(a.tensor(1)));
    r.op("narrow_copy", AssemblingBindings::narrowCopy);
    r.op("contiguous", a -> a.tensor(0).contiguous());
    r.op("clone", a -> a.tensor(0).copy());
    r.op("atleast_1d", a -> each(a, Tensor::atLeast1d));
    r.op("atleast_2d", a -> each(a, Tensor::atLeast2d));
    r.op("atleast_3d", a -> each(a, Tensor::atLeast3d));
    r.op(
        "unfold",
        a -> a.tensor(0).unfold(a.dim(1, "dimension"), a.integer(2, "size"), a.integer(3, "step")));
  }

  private static Tensor reversed(Arguments a) {
    Tensor x = a.tensor(0);
    long[] dims = new long[x.dim()];
    java.util.Arrays.setAll(dims, i -> dims.length - 1 - i);
    return x.permute(dims);
  }

  private static Tensor narrowCopy(Arguments a) {
    return a.tensor(0).narrowCopy(a.dim(1, "dim"), a.integer(2, "start"), a.integer(3, "length"));
  }

  /** A tensor, or a list of them. */
  private static Object each(Arguments a, java.util.function.UnaryOperator<Tensor> function) {
    if (a.count() == 1 && a.isTensor(0, "")) {
      return function.apply(a.tensor(0));
    }
    return tensors(a).stream().map(function).toList();
  }

  /** Tensors one after the other, or a list of them. */
  private static List<Tensor> tensors(Arguments a) {
    if (!a.isTensor(0, "")) {
      List<Tensor> all = new ArrayList<>(a.tensors(0, "tensors"));
      for (int i = 1; i < a.count(); i++) {
        all.add(a.tensor(i));
      }
      return all;
    }
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < a.count(); i++) {
      all.add(a.tensor(i));
    }
    return all;
  }

  private static void parts(Registry r) {
    r.op("hsplit", a -> sections(a) ? a.tensor(0).hsplit(a.dim(1, "")) : a.tensor(0).hsplit(at(a)));
    r.op("vsplit", a -> sections(a) ? a.tensor(0).vsplit(a.dim(1, "")) : a.tensor(0).vsplit(at(a)));
    r.op("dsplit", a -> sections(a) ? a.tensor(0).dsplit(a.dim(1, "")) : a.tensor(0).dsplit(at(a)));
    r.op(
        "combinations",
        a -> a.tensor(0).combinations(a.dim(1, "r", 2), a.bool(2, "with_replacement", false)));
  }

  private static boolean sections(Arguments a) {
    return a.isInteger(1, "");
  }

  private static long[] at(Arguments a) {
    return a.longs(1, "");
  }

  private static void assembled(Registry r) {
    r.op("dstack", a -> Tensor.dstack(a.tensors(0, "tensors")));
    r.op("column_stack", a -> Tensor.columnStack(a.tensors(0, "tensors")));
    r.op("block_diag", a -> Tensor.blockDiag(tensors(a)));
    r.op("cartesian_prod", a -> Tensor.cartesianProd(tensors(a)));
    r.op("meshgrid/variadic_tensors", AssemblingBindings::meshgrid);
    r.op("tril_indices", a -> typed(a, Tensor.trilIndices(size(a, 0), size(a, 1), offset(a))));
    r.op("triu_indices", a -> typed(a, Tensor.triuIndices(size(a, 0), size(a, 1), offset(a))));
  }

  private static long size(Arguments a, int position) {
    return a.integer(position, position == 0 ? "row" : "col");
  }

  private static long offset(Arguments a) {
    return a.integer(2, "offset", 0);
  }

  private static Tensor typed(Arguments a, Tensor indices) {
    DType dtype = a.dtype(-1, "dtype");
    a.get(-1, "device"); // there is one here
    return dtype == null ? indices : indices.to(dtype);
  }

  private static List<Tensor> meshgrid(Arguments a) {
    return Tensor.meshgrid(tensors(a), "xy".equals(a.string(-1, "indexing", "ij")));
  }

  private static void moved(Registry r) {
    r.op("roll", AssemblingBindings::roll);
    r.op("fliplr", a -> a.tensor(0).fliplr());
    r.op("flipud", a -> a.tensor(0).flipud());
    r.op("diagflat", a -> a.tensor(0).diagflat(a.dim(1, "offset", 0)));
    r.op("take_along_dim", AssemblingBindings::takeAlongDim);
    r.op("argwhere", a -> a.tensor(0).argwhere());
    r.op(
        "renorm",
        a -> a.tensor(0).renorm(a.number(1, "p"), a.dim(2, "dim"), a.number(3, "maxnorm")));
  }

  private static Tensor roll(Arguments a) {
    long[] shifts = a.longs(1, "shifts");
    long[] dims = a.optionalLongs(2, "dims");
    return dims == null || dims.length == 0
        ? a.tensor(0).roll(shifts[0])
        : a.tensor(0).roll(shifts, Arguments.ints(dims));
  }

  private static Tensor takeAlongDim(Arguments a) {
    Long dim = a.optionalInteger(2, "dim");
    Tensor index = a.tensor(1, "indices");
    return dim == null
        ? a.tensor(0).takeAlongDim(index)
        : a.tensor(0).takeAlongDim(index, Math.toIntExact(dim));
  }

  private static void written(Registry r) {
    r.op(
        "put",
        a ->
            a.tensor(0)
                .put(a.tensor(1, "index"), a.tensor(2, "source"), a.bool(3, "accumulate", false)));
    r.op(
        "slice_scatter",
        a ->
            a.tensor(0)
                .sliceScatter(
                    a.tensor(1, "src"),
                    a.dim(2, "dim", 0),
                    a.integer(3, "start", 0),
                    a.integer(4, "end", Long.MAX_VALUE),
                    a.integer(5, "step", 1)));
    r.op(
        "diagonal_scatter",
        a ->
            a.tensor(0)
                .diagonalScatter(
                    a.tensor(1, "src"),
                    a.dim(2, "offset", 0),
                    a.dim(3, "dim1", 0),
                    a.dim(4, "dim2", 1)));
    r.op(
        "scatter_add",
        a -> a.tensor(0).scatterAdd(a.dim(1, "dim"), a.tensor(2, "index"), a.tensor(3, "src")));
  }
}
