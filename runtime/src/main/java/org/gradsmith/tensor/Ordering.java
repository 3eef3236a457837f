/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Indexing;
import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/** Sorted orders and ranks along a dimension: places are found, then values are read there. */
final class Ordering {
  private Ordering() {}

  /** x with a dimension as the last one. */
  @Differentiable
  static Tensor rows(String op, Tensor x, int dim) {
    int at = ReducedDims.dimension(op, dim, x.dim());
    if (x.dim() == 0) {
      return x.reshape(1);
    }
    return at == x.dim() - 1 ? x : x.transpose(at, -1);
  }

  /** What was made of {@link #rows} of x, with the dimension in its place again. */
  @Differentiable
  static Tensor placed(String op, Tensor rows, Tensor x, int dim) {
    int at = ReducedDims.dimension(op, dim, x.dim());
    if (x.dim() == 0) {
      return rows.reshape();
    }
    return at == x.dim() - 1 ? rows : rows.transpose(at, -1);
  }

  /** The elements of x at places along a dimension, which the places have with any size. */
  @Differentiable
  static Tensor gather(Tensor x, int dim, Tensor places) {
    if (x.dim() == 0) {
      return gather(x.reshape(1), 0, places.reshape(1)).reshape();
    }
    return Recorder.apply(Indexing.GATHER, new Object[] {(long) dim}, x, places);
  }

  /** Values and places, given places that keep the dimension with size 1. */
  @Differentiable
  static ValuesAndIndices valuesAt(String op, Tensor x, int dim, Tensor places, boolean keepDim) {
    long[] shape = ReducedDims.of(op, x, dim).result(keepDim);
    Tensor values = gather(x, dim, places).reshape(shape).alone();
    return new ValuesAndIndices(values, places.reshape(shape).alone());
  }

  @NonDifferentiable("places are integers")
  static Tensor argsort(String op, Tensor x, int dim, boolean descending) {
    Object[] attributes = {descending ? 1L : 0L};
    Tensor rows = rows(op, x.detach(), dim);
    return placed(op, Recorder.apply(Extremes.ROW_ORDER, attributes, rows), x, dim);
  }

  @Differentiable
  static ValuesAndIndices sort(Tensor x, int dim, boolean descending) {
    Tensor order = argsort("sort", x, dim, descending);
    return new ValuesAndIndices(gather(x, dim, order), order);
  }

  @Differentiable
  static ValuesAndIndices topk(Tensor x, int k, int dim, boolean largest) {
    long size = x.dim() == 0 ? 1 : x.size(ReducedDims.dimension("topk", dim, x.dim()));
    if (k < 0 || k > size) {
      throw new IndexException(
          "topk: there are no %d elements along dimension %d of %s, which has size %d"
              .formatted(k, dim, Layouts.text(x.array().shape()), size));
    }
    Tensor order = argsort("topk", x, dim, largest);
    Tensor first = x.dim() == 0 ? order : order.narrow(dim, 0, k).copy();
    return new ValuesAndIndices(gather(x, dim, first), first);
  }

  @Differentiable
  static ValuesAndIndices kthvalue(Tensor x, int k, int dim, boolean keepDim) {
    ReducedDims over = ReducedDims.of("kthvalue", x, dim);
    if (k < 1 || k > over.count()) {
      throw new IndexException(
          "kthvalue: k is from 1 to %d, the size of dimension %d of %s, but is %d"
              .formatted(over.count(), dim, Layouts.text(x.array().shape()), k));
    }
    return ranked("kthvalue", x, dim, keepDim, Extremes.KTH_PLACE, (long) k);
  }

  @Differentiable
  static ValuesAndIndices median(Tensor x, int dim, boolean keepDim, boolean ignoreNaN) {
    String op = ignoreNaN ? "nanmedian" : "median";
    return ranked(op, x, dim, keepDim, Extremes.MEDIAN_PLACE, ignoreNaN ? 1L : 0L);
  }

  @Differentiable
  static ValuesAndIndices mode(Tensor x, int dim, boolean keepDim) {
    return ranked("mode", x, dim, keepDim, Extremes.MODE_PLACE, null);
  }

  private static ValuesAndIndices ranked(
      String op, Tensor x, int dim, boolean keepDim, Op search, @Nullable Long attribute) {
    ReducedDims over = ReducedDims.of(op, x, dim);
    over.requireElements();
    Object[] attributes = attribute == null ? new Object[0] : new Object[] {attribute};
    Tensor places =
        Recorder.apply(search, attributes, over.rows(x.detach())).reshape(over.withOnes());
    return valuesAt(op, x, dim, places, keepDim);
  }

  /** The median of all elements; equal ones share the gradient. NaN if there are no elements. */
  @Differentiable
  static Tensor median(Tensor x, boolean ignoreNaN) {
    Tensor flat = x.reshape(x.numel());
    if (x.numel() == 0) {
      Reducing.requireFloating(ignoreNaN ? "nanmedian" : "median", x);
      return Tensor.full(TensorOptions.like(x), new long[0], Double.NaN);
    }
    Tensor value = median(flat.detach(), 0, false, ignoreNaN).values();
    return Recorder.apply(Extremes.ONE_OF, new Object[0], flat, value);
  }
}
