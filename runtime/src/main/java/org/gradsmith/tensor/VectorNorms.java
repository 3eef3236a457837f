/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Norms;
import org.gradsmith.ir.op.SingularValues;
import org.jspecify.annotations.Nullable;

/** Norms of vectors, and those of matrices that are made of them. */
final class VectorNorms {
  private VectorNorms() {}

  static Tensor norm(String op, Tensor x, double p, long @Nullable [] dims, boolean keepDim) {
    Reducing.requireFloating(op, x);
    if (Double.isInfinite(p)) {
      return Reducing.extreme(op, magnitude(x), dims, keepDim, p > 0);
    }
    if (p < 0) {
      ReducedDims.of(op, x, dims).requireElements();
    }
    if (p == 0) {
      Tensor direction = Recorder.apply(Norms.DIRECTION, Reducing.none(), x);
      return Reducing.sum(op, direction.mul(direction), dims, keepDim);
    }
    if (p == 1) {
      return Reducing.sum(op, magnitude(x), dims, keepDim);
    }
    if (p == 2) {
      Tensor squares = Reducing.sum(op, x.mul(x), dims, keepDim);
      return Recorder.apply(Norms.ROOT, Reducing.none(), squares);
    }
    double atZero = p < 0 ? Double.POSITIVE_INFINITY : 0;
    Tensor powers = Recorder.apply(Norms.ABS_POWER, new Object[] {p, atZero}, x);
    Tensor sum = Reducing.sum(op, powers, dims, keepDim);
    return Recorder.apply(Norms.ROOT_OF_POWERS, new Object[] {1 / p, atZero}, sum);
  }

  /** |x|, whose derivative is 0 at 0. */
  private static Tensor magnitude(Tensor x) {
    return x.mul(Recorder.apply(Norms.DIRECTION, Reducing.none(), x));
  }

  static Tensor matrixNorm(Tensor x, double ord, long[] dims, boolean keepDim) {
    Reducing.requireFloating("matrixNorm", x);
    if (dims.length != 2 || x.dim() < 2) {
      throw new ShapeException(
          "matrixNorm: takes the two dimensions of matrices, but got %d of a tensor of shape %s"
              .formatted(dims.length, Layouts.text(x.array().shape())));
    }
    if (x.numel() == 0 && ord > 0) {
      return Reducing.sum("matrixNorm", x, dims, keepDim); // a matrix without elements has norm 0
    }
    if (Math.abs(ord) == 2) {
      Tensor values = singularValues(x, dims);
      Tensor extreme = Reducing.extreme("matrixNorm", values, null, false, ord > 0);
      return extreme.reshape(ReducedDims.of("matrixNorm", x, dims).result(keepDim));
    }
    boolean ofColumns = Math.abs(ord) == 1;
    if (!ofColumns && !Double.isInfinite(ord)) {
      throw new IllegalArgumentException(
          "matrixNorm: the order is 1, -1, 2, -2, infinity or -infinity, but is %s; see also frobeniusNorm and nuclearNorm"
              .formatted(ord));
    }
    long[] summed = {dims[ofColumns ? 0 : 1]};
    long[] compared = {dims[ofColumns ? 1 : 0]};
    ReducedDims over = ReducedDims.of("matrixNorm", x, dims);
    Tensor sums = Reducing.sum("matrixNorm", magnitude(x), summed, true);
    return Reducing.extreme("matrixNorm", sums, compared, true, ord > 0)
        .reshape(over.result(keepDim));
  }

  static Tensor nuclearNorm(Tensor x, long[] dims, boolean keepDim) {
    Reducing.requireFloating("nuclearNorm", x);
    Tensor sum = singularValues(x, dims).sum();
    return sum.reshape(ReducedDims.of("nuclearNorm", x, dims).result(keepDim));
  }

  private static Tensor singularValues(Tensor x, long[] dims) {
    if (x.dim() != 2 || dims.length != 2) {
      throw new ShapeException(
          "singular values: takes one matrix, but the tensor has shape "
              + Layouts.text(x.array().shape()));
    }
    ReducedDims.of("singular values", x, dims);
    Object[] rank = {Math.min(x.size(0), x.size(1))};
    return Recorder.applyAll(SingularValues.SVD, rank, x)[1];
  }
}
