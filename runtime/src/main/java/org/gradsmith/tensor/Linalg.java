/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.jspecify.annotations.Nullable;

/** Linear algebra. */
public final class Linalg {
  private Linalg() {}

  /** The 2-norm of all elements. */
  public static Tensor vectorNorm(Tensor x) {
    return vectorNorm(x, 2, null, false);
  }

  /** (Σ |x|^ord)^(1/ord) over all elements. */
  public static Tensor vectorNorm(Tensor x, double ord) {
    return vectorNorm(x, ord, null, false);
  }

  /**
   * (Σ |x|^ord)^(1/ord) over some dimensions, all if {@code dims} is null or empty. The order 0
   * counts what is not zero; infinity is the largest, -infinity the smallest absolute value. The
   * gradient is 0 where an element or the norm is 0; of equal extremes each gets its share.
   *
   * @throws DTypeException for integers
   * @throws ShapeException for no elements, if the order is negative or infinite
   */
  public static Tensor vectorNorm(Tensor x, double ord, long @Nullable [] dims, boolean keepDim) {
    return VectorNorms.norm("vectorNorm", x, ord, dims, keepDim);
  }

  /** The 2-norm of all elements: that of a vector, or a matrix's Frobenius norm. */
  public static Tensor norm(Tensor x) {
    return vectorNorm(x, 2, null, false);
  }

  /** The norm of a vector or of a matrix, by the number of dimensions of {@code x}. */
  public static Tensor norm(Tensor x, double ord) {
    return norm(x, ord, null, false);
  }

  /**
   * The norm of vectors along one dimension, or of matrices along two; {@code null} means that
   * {@code x} is itself a vector or matrix.
   */
  public static Tensor norm(Tensor x, double ord, long @Nullable [] dims, boolean keepDim) {
    int rank = dims == null ? x.dim() : dims.length;
    if (rank == 1) {
      return VectorNorms.norm("norm", x, ord, dims, keepDim);
    }
    return matrixNorm(x, ord, rank == 2 && dims != null ? dims : new long[] {-2, -1}, keepDim);
  }

  /**
   * A norm of matrices, whose rows and columns lie along {@code dims}: 1 and -1, the largest and
   * smallest column sum of absolute values; infinity and -infinity, those of rows; 2 and -2, the
   * largest and smallest singular value of one matrix.
   */
  public static Tensor matrixNorm(Tensor x, double ord, long[] dims, boolean keepDim) {
    return VectorNorms.matrixNorm(x, ord, dims, keepDim);
  }

  /** The Frobenius norm of matrices: the root of the sum of squares. */
  public static Tensor frobeniusNorm(Tensor x, long @Nullable [] dims, boolean keepDim) {
    return VectorNorms.norm("norm", x, 2, dims == null ? new long[] {-2, -1} : dims, keepDim);
  }

  /** The nuclear norm of one matrix: the sum of its singular values. */
  public static Tensor nuclearNorm(Tensor x, long @Nullable [] dims, boolean keepDim) {
    return VectorNorms.nuclearNorm(x, dims == null ? new long[] {-2, -1} : dims, keepDim);
  }
}
