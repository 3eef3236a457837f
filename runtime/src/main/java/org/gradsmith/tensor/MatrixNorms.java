/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;

/** Norms of the matrices that lie along two dimensions. */
final class MatrixNorms {
  private MatrixNorms() {}

  @Differentiable
  static Tensor norm(Tensor x, double ord, long[] dims, boolean keepDim) {
    ReducedDims over = dims("matrixNorm", x, dims);
    if (Math.abs(ord) == 2) {
      Tensor values = singularValues(x, dims);
      return extreme(values, x.size((int) dims[0]) * x.size((int) dims[1]) == 0, ord > 0)
          .reshape(over.result(keepDim));
    }
    boolean ofColumns = Math.abs(ord) == 1;
    if (!ofColumns && !Double.isInfinite(ord)) {
      throw new IllegalArgumentException(
          "matrixNorm: the order is 1, -1, 2, -2, infinity or -infinity, but is %s; see also MatrixNorm"
              .formatted(ord));
    }
    long[] summed = {dims[ofColumns ? 0 : 1]};
    long[] compared = {dims[ofColumns ? 1 : 0]};
    Tensor sums = Reducing.sum("matrixNorm", VectorNorms.magnitude(x), summed, true);
    if (sums.size((int) compared[0]) == 0 && ord > 0) {
      return sums.sum(compared, true).reshape(over.result(keepDim));
    }
    return Reducing.extreme("matrixNorm", sums, compared, true, ord > 0)
        .reshape(over.result(keepDim));
  }

  /** The largest of no values is the norm 0; there is no smallest. */
  private static Tensor extreme(Tensor values, boolean empty, boolean largest) {
    long[] last = {-1};
    return empty && largest
        ? values.sum(-1)
        : Reducing.extreme("matrixNorm", values, last, false, largest);
  }

  @Differentiable
  static Tensor norm(Tensor x, MatrixNorm norm, long[] dims, boolean keepDim) {
    return switch (norm) {
      case FROBENIUS -> frobenius(x, dims, keepDim);
      case NUCLEAR -> nuclear(x, dims, keepDim);
    };
  }

  @Differentiable
  static Tensor frobenius(Tensor x, long[] dims, boolean keepDim) {
    dims("frobeniusNorm", x, dims);
    return VectorNorms.norm("norm", x, 2, dims, keepDim);
  }

  @Differentiable
  static Tensor nuclear(Tensor x, long[] dims, boolean keepDim) {
    ReducedDims over = dims("nuclearNorm", x, dims);
    return singularValues(x, dims).sum(-1).reshape(over.result(keepDim));
  }

  private static Tensor singularValues(Tensor x, long[] dims) {
    Tensor matrices = x.movedim(dims, new long[] {-2, -1});
    return Factorizations.reducedSvd("matrixNorm", matrices)[1];
  }

  static ReducedDims dims(String op, Tensor x, long[] dims) {
    Reducing.requireFloating(op, x);
    if (dims.length != 2 || x.dim() < 2) {
      throw new ShapeException(
          "%s: takes the two dimensions of matrices, but got %d of a tensor of shape %s"
              .formatted(op, dims.length, Layouts.text(x.shape())));
    }
    return ReducedDims.of(op, x, dims);
  }
}
