/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Op;
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

  /**
   * The inverse of each matrix (..., n, n).
   *
   * @throws ArithmeticException if one is singular, naming it
   */
  @Op("inverse")
  public static Tensor inv(Tensor a) {
    return Factorizations.inverse(a);
  }

  /**
   * The lower triangular L of L·Lᵀ = a, or its transpose. Only the lower triangle of a is read; the
   * gradient is symmetric.
   *
   * @throws ArithmeticException if one is not positive definite, naming its leading minor
   */
  public static Tensor cholesky(Tensor a, boolean upper) {
    return Factorizations.cholesky(a, upper);
  }

  /**
   * The X of a·X = b: (..., n, n) and (..., n, k), or a vector (n); leading dimensions broadcast.
   */
  public static Tensor solve(Tensor a, Tensor b) {
    return Factorizations.solve(a, b);
  }

  /**
   * The X of a·X = b, or X·a = b if not {@code left}, of which only a triangle of a is read; its
   * diagonal counts as ones if {@code unitriangular}.
   */
  public static Tensor solveTriangular(
      Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    return Factorizations.solveTriangular(a, b, upper, left, unitriangular);
  }

  /** The determinant of each matrix. */
  @Op("det")
  public static Tensor det(Tensor a) {
    return Factorizations.det(a);
  }

  /** Sign and logarithm of the magnitude of each determinant. */
  public static SignAndLogAbsDet slogdet(Tensor a) {
    return Factorizations.slogdet(a);
  }

  /** The n-th power of each matrix, that of the inverse if n is negative. */
  public static Tensor matrixPower(Tensor a, int n) {
    return Factorizations.power(a, n);
  }

  /** The product of a chain of matrices; a vector at an end is a row or a column. */
  public static Tensor multiDot(java.util.List<Tensor> factors) {
    return Factorizations.chain(factors);
  }
}
