/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Norms;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.jspecify.annotations.Nullable;

/** Sums, products, extremes and truths over dimensions. */
final class Reducing {
  private Reducing() {}

  @Differentiable
  static Tensor sum(String op, Tensor x, long @Nullable [] dims, boolean keepDim) {
    ReducedDims over = ReducedDims.of(op, x, dims);
    Tensor wide = x.dtype().isFloating() ? x : x.to(DType.INT64);
    long[] ones = over.withOnes();
    Tensor sum =
        Arrays.equals(ones, x.array().shape())
            ? wide.copy() // not a view, which a reduction never gives
            : Recorder.apply(Reductions.SUM_TO, new Object[] {ones}, wide);
    return sum.reshape(over.result(keepDim)).alone();
  }

  /** Sum, in a dtype that the elements are converted to first. */
  @Differentiable
  static Tensor sum(Tensor x, long @Nullable [] dims, boolean keepDim, DType dtype) {
    return sum("sum", x.to(dtype), dims, keepDim).to(dtype);
  }

  @Differentiable
  static Tensor mean(Tensor x, long @Nullable [] dims, boolean keepDim) {
    requireFloating("mean", x);
    ReducedDims over = ReducedDims.of("mean", x, dims);
    if (over.isSingle()) {
      return x.mean(over.single(), keepDim);
    }
    long[] count = {over.count()};
    Tensor sum = sum("mean", x, dims, keepDim);
    return Recorder.apply(Reductions.DIVIDE_BY_COUNT, new Object[] {count}, sum);
  }

  @Differentiable
  static Tensor nansum(Tensor x, long @Nullable [] dims, boolean keepDim) {
    Tensor numbers = x.dtype().isFloating() ? Recorder.apply(Norms.NAN_TO_ZERO, none(), x) : x;
    return sum("nansum", numbers, dims, keepDim);
  }

  @Differentiable
  static Tensor nanmean(Tensor x, long @Nullable [] dims, boolean keepDim) {
    requireFloating("nanmean", x);
    return nansum(x, dims, keepDim).div(sum("nanmean", isNumber(x), dims, keepDim));
  }

  /** 1 where x is a number, 0 where it is NaN. */
  @Differentiable
  static Tensor isNumber(Tensor x) {
    return Recorder.apply(Norms.IS_NUMBER, none(), x);
  }

  /** Half times half, again and again: right derivatives of all orders, zeros or not. */
  @Differentiable
  static Tensor prod(Tensor x, long @Nullable [] dims, boolean keepDim) {
    ReducedDims over = ReducedDims.of("prod", x, dims);
    Tensor wide = x.dtype().isFloating() ? x : x.to(DType.INT64);
    if (over.count() == 0) {
      return Tensor.ones(TensorOptions.like(wide), over.result(keepDim));
    }
    Tensor rows = over.rows(wide);
    Tensor odd = null;
    long n = over.count();
    for (; n > 1; n /= 2) {
      if (n % 2 == 1) {
        Tensor last = Spans.of(rows, n - 1, 1);
        odd = odd == null ? last : odd.mul(last);
      }
      rows = Spans.of(rows, 0, n / 2).mul(Spans.of(rows, n / 2, n / 2));
    }
    Tensor product = odd == null ? rows : rows.mul(odd);
    return (product == wide || product.base() != null ? product.copy() : product)
        .reshape(over.result(keepDim))
        .alone();
  }

  /** The largest or smallest elements; equal ones share the gradient. */
  @Differentiable
  static Tensor extreme(
      String op, Tensor x, long @Nullable [] dims, boolean keepDim, boolean largest) {
    ReducedDims over = ReducedDims.of(op, x, dims);
    over.requireElements();
    Tensor rows = over.rows(x);
    Tensor found = extremeOfRows(rows, largest);
    return Recorder.apply(Extremes.ONE_OF, none(), rows, found)
        .reshape(over.result(keepDim))
        .alone();
  }

  /** Without a gradient. */
  static Tensor extremeOfRows(Tensor rows, boolean largest) {
    return Recorder.apply(Extremes.EXTREME, new Object[] {largest ? 1L : 0L}, rows);
  }

  static Tensor place(Tensor x, boolean largest) {
    String op = largest ? "argmax" : "argmin";
    ReducedDims.of(op, x).requireElements();
    return place(op, x.reshape(x.numel()), 0, false, largest);
  }

  /** Places along one dimension. */
  static Tensor place(String op, Tensor x, int dim, boolean keepDim, boolean largest) {
    ReducedDims over = ReducedDims.of(op, x, dim);
    over.requireElements();
    Object[] attributes = {(long) dim};
    Op search = largest ? Reductions.ARGMAX : Reductions.ARGMIN;
    return Recorder.apply(search, attributes, x).reshape(over.result(keepDim)).alone();
  }

  /** Largest or smallest elements along a dimension with their places; the first of equal ones. */
  @Differentiable
  static ValuesAndIndices extremeAlong(
      String op, Tensor x, int dim, boolean keepDim, boolean largest) {
    return Ordering.valuesAt(op, x, dim, place(op, x, dim, true, largest), keepDim);
  }

  /** Whether all, or any, elements are not zero; uint8 stays uint8. */
  static Tensor truth(Op op, Tensor x, long @Nullable [] dims, boolean keepDim) {
    ReducedDims over = ReducedDims.of(op.name(), x, dims);
    Tensor truth = Recorder.apply(op, none(), over.rows(x)).reshape(over.result(keepDim)).alone();
    return x.dtype() == DType.UINT8 ? truth.to(DType.UINT8) : truth;
  }

  static Tensor countNonzero(Tensor x, long @Nullable [] dims) {
    ReducedDims over = ReducedDims.of("countNonzero", x, dims);
    return Recorder.apply(Extremes.COUNT_NONZERO, none(), over.rows(x))
        .reshape(over.result(false))
        .alone();
  }

  /** log Σ e^x. */
  @Differentiable
  static Tensor logsumexp(Tensor x, long @Nullable [] dims, boolean keepDim) {
    ReducedDims over = ReducedDims.of("logsumexp", x, dims);
    if (over.isSingle()) {
      return x.logsumexp(over.single(), keepDim);
    }
    return over.rows(x).logsumexp(-1).reshape(over.result(keepDim)).alone();
  }

  /** The sum of a matrix's main diagonal. */
  @Differentiable
  static Tensor trace(Tensor x) {
    if (x.dim() != 2) {
      throw new ShapeException(
          "trace: takes a matrix, but the tensor has shape " + Layouts.text(x.array().shape()));
    }
    long columns = x.size(1);
    long length = Math.min(x.size(0), columns);
    double end = (double) length * (columns + 1);
    Tensor places = Tensor.arange(DType.INT64, 0, end, columns + 1.0);
    return Spans.at(x.reshape(x.numel()), places).sum();
  }

  static void requireFloating(String op, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException(
          "%s: is defined for floating dtypes, but the tensor of shape %s has dtype %s; convert it with to(DType.FLOAT32) or another floating dtype first"
              .formatted(op, Layouts.text(x.array().shape()), x.dtype()));
    }
  }

  static Object[] none() {
    return new Object[0];
  }
}
