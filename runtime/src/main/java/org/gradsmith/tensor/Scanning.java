/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Indexing;
import org.gradsmith.ir.op.Scans;
import org.jspecify.annotations.Nullable;

/** What goes along a dimension and keeps every intermediate result. */
final class Scanning {
  private Scanning() {}

  @Differentiable
  static Tensor cumsum(Tensor x, int dim) {
    Tensor rows = Ordering.rows("cumsum", x, dim);
    Tensor sums = Recorder.apply(Scans.CUMSUM, new Object[0], rows);
    return Ordering.placed("cumsum", sums, x, dim);
  }

  /** Products of spans whose length doubles each time, so zeros need no care in any derivative. */
  @Differentiable
  static Tensor cumprod(Tensor x, int dim) {
    Tensor wide = x.dtype().isFloating() ? x : x.to(DType.INT64);
    Tensor products = cumprodOfRows(Ordering.rows("cumprod", wide, dim));
    return Ordering.placed("cumprod", products, wide, dim);
  }

  private static Tensor cumprodOfRows(Tensor rows) {
    long n = rows.size(-1);
    Tensor products = rows;
    for (long span = 1; span < n; span *= 2) {
      Object[] attributes = {span, 1.0};
      products = products.mul(Recorder.apply(Scans.SHIFT_LATER, attributes, products));
    }
    return n > 1 ? products : products.copy();
  }

  @Differentiable
  static ValuesAndIndices extreme(String op, Tensor x, int dim, boolean largest) {
    Object[] attributes = {largest ? 1L : 0L};
    Tensor rows = Ordering.rows(op, x.detach(), dim);
    Tensor found = Recorder.apply(Extremes.RUNNING_EXTREME, attributes, rows);
    Tensor places = Ordering.placed(op, found, x, dim);
    return new ValuesAndIndices(Ordering.gather(x, dim, places), places);
  }

  @Differentiable
  static Tensor logcumsumexp(Tensor x, int dim) {
    Tensor floating = x.dtype().isFloating() ? x : x.to(Tensor.defaultDtype());
    Tensor sums = logcumsumexpOfRows(Ordering.rows("logcumsumexp", floating, dim));
    return Ordering.placed("logcumsumexp", sums, floating, dim);
  }

  /** Each sum is taken relative to the largest exponent so far, which cancels. */
  private static Tensor logcumsumexpOfRows(Tensor rows) {
    Tensor[] peaks = Recorder.applyAll(Scans.RUNNING_PEAKS, new Object[0], rows.detach());
    Tensor terms = rows.sub(peaks[0]).exp();
    Tensor sums = Recorder.apply(Scans.DECAYED_SUM, new Object[0], terms, peaks[1]);
    return sums.log().add(peaks[0]);
  }

  /** Differences of neighbours, n times, with other elements set before and behind. */
  @Differentiable
  static Tensor diff(Tensor x, int n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
    if (x.dim() == 0) {
      throw new ShapeException("diff: needs at least one dimension, but got a single number");
    }
    if (n < 0) {
      throw new IllegalArgumentException("diff: the order must not be negative, but is " + n);
    }
    int at = ReducedDims.dimension("diff", dim, x.dim());
    if (n == 0) {
      return x;
    }
    Tensor rows = x.transpose(at, -1);
    if (prepend != null) {
      rows = joined(lengthened(prepend, x, at), rows);
    }
    if (append != null) {
      rows = joined(rows, lengthened(append, x, at));
    }
    for (int i = 0; i < n && rows.size(-1) > 0; i++) {
      long length = rows.size(-1) - 1;
      Tensor before = Spans.of(rows, 0, length);
      Tensor behind = Spans.of(rows, 1, length);
      // the difference of truths is whether they differ
      rows =
          x.dtype() == DType.BOOL
              ? behind.to(DType.INT8).sub(before.to(DType.INT8)).to(DType.BOOL)
              : behind.sub(before);
    }
    return rows.transpose(at, -1);
  }

  private static Tensor lengthened(Tensor part, Tensor x, int dim) {
    if (part.dim() > 0) {
      return part.transpose(dim, -1);
    }
    long[] shape = x.shape();
    shape[dim] = 1;
    return part.expand(shape).transpose(dim, -1);
  }

  /** Two parts behind each other in the last dimension. */
  private static Tensor joined(Tensor left, Tensor right) {
    long split = left.size(-1);
    long[] shape = left.shape();
    shape[shape.length - 1] = split + right.size(-1);
    if (left.dtype() == DType.BOOL && right.dtype() == DType.BOOL) {
      return joined(left.to(DType.INT8), right.to(DType.INT8)).to(DType.BOOL);
    }
    return placed(left, shape, 0).add(placed(right, shape, split));
  }

  private static Tensor placed(Tensor part, long[] shape, long start) {
    Tensor places = Spans.places(start, part.size(-1));
    Object[] attributes = {shape, -1L};
    return Recorder.apply(Indexing.SCATTER_SUM, attributes, part, places.expand(part.shape()));
  }
}
