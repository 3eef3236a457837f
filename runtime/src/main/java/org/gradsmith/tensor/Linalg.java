/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.jspecify.annotations.Nullable;

/** Linear algebra. */
public final class Linalg {
  private static final long[] LAST = {-2, -1};

  private Linalg() {}

  /** The 2-norm of all elements. */
  @Differentiable
  public static Tensor vectorNorm(Tensor x) {
    return vectorNorm(x, 2, null, false);
  }

  /** (Σ |x|^ord)^(1/ord) over all elements. */
  @Differentiable
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
  @Differentiable
  public static Tensor vectorNorm(Tensor x, double ord, long @Nullable [] dims, boolean keepDim) {
    return VectorNorms.norm("vectorNorm", x, ord, dims, keepDim);
  }

  /** The 2-norm of all elements: that of a vector, or a matrix's Frobenius norm. */
  @Differentiable
  public static Tensor norm(Tensor x) {
    return vectorNorm(x, 2, null, false);
  }

  /** The norm of a vector or of a matrix, by the number of dimensions of {@code x}. */
  @Differentiable
  public static Tensor norm(Tensor x, double ord) {
    return norm(x, ord, null, false);
  }

  /**
   * The norm of vectors along one dimension, or of matrices along two; {@code null} means that
   * {@code x} is itself a vector or matrix.
   */
  @Differentiable
  public static Tensor norm(Tensor x, double ord, long @Nullable [] dims, boolean keepDim) {
    int rank = dims == null ? x.dim() : dims.length;
    if (rank == 1) {
      return VectorNorms.norm("norm", x, ord, dims, keepDim);
    }
    return matrixNorm(x, ord, rank == 2 && dims != null ? dims : LAST, keepDim);
  }

  /**
   * A norm of matrices, whose rows and columns lie along {@code dims}: 1 and -1, the largest and
   * smallest column sum of absolute values; infinity and -infinity, those of rows; 2 and -2, the
   * largest and smallest singular value. Without elements a norm of positive order is 0.
   *
   * @throws ShapeException for matrices without elements if the order is negative
   */
  @Differentiable
  public static Tensor matrixNorm(Tensor x, double ord, long[] dims, boolean keepDim) {
    return MatrixNorms.norm(x, ord, dims, keepDim);
  }

  /** A norm of matrices, whose rows and columns lie along {@code dims}. */
  @Differentiable
  public static Tensor matrixNorm(Tensor x, MatrixNorm norm, long[] dims, boolean keepDim) {
    return MatrixNorms.norm(x, norm, dims, keepDim);
  }

  /** The Frobenius norm of matrices: the root of the sum of squares. */
  @Differentiable
  public static Tensor frobeniusNorm(Tensor x, long @Nullable [] dims, boolean keepDim) {
    return MatrixNorms.frobenius(x, dims == null ? LAST : dims, keepDim);
  }

  /** The nuclear norm of matrices: the sum of the singular values. */
  @Differentiable
  public static Tensor nuclearNorm(Tensor x, long @Nullable [] dims, boolean keepDim) {
    return MatrixNorms.nuclear(x, dims == null ? LAST : dims, keepDim);
  }

  /**
   * The inverse of each matrix (..., n, n).
   *
   * @throws MatrixException if one is singular, naming it
   */
  @Op("inverse")
  public static Tensor inv(Tensor a) {
    return LinearSystems.inverse(a);
  }

  /**
   * The lower triangular L of L·Lᵀ = a, or its transpose. Only the lower triangle of a is read; the
   * gradient is symmetric.
   *
   * @throws MatrixException if one is not positive definite, naming its leading minor
   */
  @Differentiable
  public static Tensor cholesky(Tensor a, boolean upper) {
    return Factorizations.cholesky(a, upper);
  }

  /** Q·R of matrices (..., M, N), with min(M, N) columns of Q. */
  @Differentiable
  public static QrDecomposition qr(Tensor a) {
    return Factorizations.qr(a, false);
  }

  /**
   * Q·R of matrices (..., M, N). Gradients need min(M, N) linearly independent first columns; the
   * complete Q (..., M, M) of matrices with M &gt; N has none, which its backward says.
   */
  @Differentiable
  public static QrDecomposition qr(Tensor a, boolean complete) {
    return Factorizations.qr(a, complete);
  }

  /** Eigenvalues and eigenvectors of symmetric matrices (..., n, n), by their lower triangles. */
  @Differentiable
  public static Eigendecomposition eigh(Tensor a) {
    return eigh(a, false);
  }

  /**
   * Eigenvalues in ascending order and orthonormal eigenvectors of symmetric matrices (..., n, n),
   * of which only one triangle is read; the gradient is symmetric. Eigenvectors are determined up
   * to their sign only, so that only what does not depend on it should be differentiated; where
   * eigenvalues are equal, their vectors do not turn into each other.
   *
   * @throws MatrixException if an element that is read is infinite or NaN
   */
  @Differentiable
  public static Eigendecomposition eigh(Tensor a, boolean upper) {
    return Factorizations.eigh("eigh", a, upper);
  }

  /** The eigenvalues of symmetric matrices, by their lower triangles, in ascending order. */
  @Differentiable
  public static Tensor eigvalsh(Tensor a) {
    return eigvalsh(a, false);
  }

  /** The eigenvalues of {@link #eigh(Tensor, boolean)}; their gradient is right for equal ones. */
  @Differentiable
  public static Tensor eigvalsh(Tensor a, boolean upper) {
    return Factorizations.eigh("eigvalsh", a, upper).values();
  }

  /** U·diag(S)·Vᵀ of matrices (..., M, N), with all columns of U and V. */
  @Differentiable
  public static SingularValueDecomposition svd(Tensor a) {
    return svd(a, true);
  }

  /**
   * U·diag(S)·Vᵀ of matrices (..., M, N). If {@code full}, U is (..., M, M) and V (..., N, N); the
   * columns that this adds may be any orthonormal basis, and no gradient flows through them. A pair
   * of singular vectors is determined up to its sign only; where singular values are equal, their
   * vectors do not turn into each other.
   *
   * @throws MatrixException if an element is infinite or NaN
   */
  @Differentiable
  public static SingularValueDecomposition svd(Tensor a, boolean full) {
    return Factorizations.svd(a, full);
  }

  /** The singular values (..., min(M, N)) of matrices, in descending order. */
  @Differentiable
  public static Tensor svdvals(Tensor a) {
    return Factorizations.reducedSvd("svdvals", a)[1];
  }

  /** P·L·U of matrices (..., M, N). */
  @Differentiable
  public static LuDecomposition lu(Tensor a) {
    return Factorizations.lu(a);
  }

  /** The X of P·L·U·X = b, or X·P·L·U = b if not {@code left}, of square matrices. */
  @Differentiable
  public static Tensor luSolve(LuDecomposition factors, Tensor b, boolean left) {
    return LinearSystems.luSolve(factors, b, left);
  }

  /**
   * The X of a·X = b: (..., n, n) and (..., n, k), or vectors (n) or (..., n); leading dimensions
   * broadcast.
   *
   * @throws MatrixException if a matrix is singular, naming it
   */
  @Differentiable
  public static Tensor solve(Tensor a, Tensor b) {
    return LinearSystems.solve(a, b);
  }

  /**
   * The X of a·X = b, or X·a = b if not {@code left}, of which only a triangle of a is read; its
   * diagonal counts as ones if {@code unitriangular}. A zero on the diagonal gives infinities or
   * NaN.
   */
  @Differentiable
  public static Tensor solveTriangular(
      Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    return LinearSystems.solveTriangular(a, b, upper, left, unitriangular);
  }

  /**
   * The X of A·X = b, where A is given by its factor L with L·Lᵀ = A, or Lᵀ if {@code upper}: (...,
   * n, n) and b (..., n, k).
   */
  @Differentiable
  public static Tensor choleskySolve(Tensor b, Tensor factor, boolean upper) {
    return LinearSystems.choleskySolve(b, factor, upper);
  }

  /** The inverse of A, which is given by its factor L with L·Lᵀ = A, or Lᵀ if {@code upper}. */
  @Differentiable
  public static Tensor choleskyInverse(Tensor factor, boolean upper) {
    return LinearSystems.choleskyInverse(factor, upper);
  }

  /** The least squares solution of a·X = b; see {@link #lstsq(Tensor, Tensor, Double)}. */
  @Differentiable
  public static LeastSquares lstsq(Tensor a, Tensor b) {
    return lstsq(a, b, null);
  }

  /**
   * What brings a·X nearest to b, for a (..., M, N) and b (..., M, K), or vectors (..., M).
   * Singular values up to {@code rcond} times the largest one count as 0; null means max(M, N)
   * times the dtype's rounding. Where not all ranks are full, the gradient is that at an unchanging
   * rank.
   *
   * @throws MatrixException if an element of a is infinite or NaN
   */
  @Differentiable
  public static LeastSquares lstsq(Tensor a, Tensor b, @Nullable Double rcond) {
    return LinearSystems.leastSquares(a, b, rcond);
  }

  /** Moore and Penrose's pseudoinverse (..., N, M) of matrices (..., M, N). */
  @Differentiable
  public static Tensor pinv(Tensor a) {
    return pinv(a, 0, null, false);
  }

  /** The pseudoinverse, for which singular values up to rtol times the largest one count as 0. */
  @Differentiable
  public static Tensor pinv(Tensor a, double rtol) {
    return pinv(a, 0, rtol, false);
  }

  /**
   * The pseudoinverse. Singular values up to the larger of {@code atol} and {@code rtol} times the
   * largest one count as 0; null means 0 if atol is positive, else max(M, N) times the dtype's
   * rounding. If {@code hermitian}, matrices are symmetric and only their lower triangle is read.
   *
   * @throws MatrixException if an element is infinite or NaN
   */
  @Differentiable
  public static Tensor pinv(Tensor a, double atol, @Nullable Double rtol, boolean hermitian) {
    return Ranks.pseudoInverse(a, atol, rtol, hermitian);
  }

  /** How many singular values of each matrix are not negligible, int64. */
  @NonDifferentiable("integers carry no gradient")
  public static Tensor matrixRank(Tensor a) {
    return matrixRank(a, null, null, false);
  }

  /**
   * How many singular values of each matrix are above the larger of {@code atol} and {@code rtol}
   * times the largest one, int64. The two are numbers or one for each matrix; an absent rtol means
   * 0 if atol is positive, else max(M, N) times the dtype's rounding. If {@code hermitian},
   * matrices are symmetric and only their lower triangle is read.
   */
  @NonDifferentiable("integers carry no gradient")
  public static Tensor matrixRank(
      Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
    return Ranks.rank(a, atol, rtol, hermitian);
  }

  /** The condition number of each matrix: the largest singular value through the smallest. */
  @Differentiable
  public static Tensor cond(Tensor a) {
    return Ranks.condition(a, false);
  }

  /**
   * The condition number of each matrix by a norm of {@link #matrixNorm(Tensor, double, long[],
   * boolean)}: 2 and -2 take any matrix, the other orders square ones; infinite where there is no
   * inverse.
   */
  @Differentiable
  public static Tensor cond(Tensor a, double ord) {
    return Math.abs(ord) == 2 ? Ranks.condition(a, ord < 0) : Ranks.condition(a, ord);
  }

  /** The condition number of each square matrix by a norm. */
  @Differentiable
  public static Tensor cond(Tensor a, MatrixNorm norm) {
    return Ranks.condition(a, norm);
  }

  /** The determinant of each matrix. The gradient is the matrix of cofactors, singular or not. */
  @Op("det")
  public static Tensor det(Tensor a) {
    return Factorizations.det(a);
  }

  /** Sign and logarithm of the magnitude of each determinant; 0 and -infinity if singular. */
  @Differentiable
  public static SignAndLogAbsDet slogdet(Tensor a) {
    return Factorizations.slogdet(a);
  }

  /** The logarithm of each determinant; NaN where it is negative. */
  @Differentiable
  public static Tensor logdet(Tensor a) {
    SignAndLogAbsDet found = slogdet(a);
    return found.logAbsDet().maskedFill(found.sign().lt(0), Double.NaN);
  }

  /** The n-th power of each matrix, that of the inverse if n is negative. */
  @Differentiable
  public static Tensor matrixPower(Tensor a, int n) {
    return MatrixProducts.power(a, n);
  }

  /** The product of a chain of matrices; a vector at an end is a row or a column. */
  @Differentiable
  public static Tensor multiDot(List<Tensor> factors) {
    return MatrixProducts.chain(factors);
  }

  /** Kronecker's product: every element of x times all of y. */
  @Differentiable
  public static Tensor kron(Tensor x, Tensor y) {
    return MatrixProducts.kronecker(x, y);
  }

  /** The cross product of vectors of three elements along a dimension; shapes broadcast. */
  @Differentiable
  public static Tensor cross(Tensor x, Tensor y, int dim) {
    return x.cross(y, dim);
  }

  /** The sum of the products of elements along a dimension; shapes broadcast. */
  @Differentiable
  public static Tensor vecdot(Tensor x, Tensor y, int dim) {
    return x.mul(y).sum(dim);
  }

  /** The sum of a matrix's main diagonal. */
  @Differentiable
  public static Tensor trace(Tensor x) {
    return x.trace();
  }

  /** The powers 0 to n - 1 of each element, where n is the number of elements of a vector. */
  @Differentiable
  public static Tensor vander(Tensor x) {
    return vander(x, x.dim() == 0 ? 1 : Math.toIntExact(x.size(-1)));
  }

  /** Vandermonde's matrices (..., n, count): the powers 0 to count - 1 of vectors (..., n). */
  @Differentiable
  public static Tensor vander(Tensor x, int count) {
    return MatrixProducts.vandermonde(x, count);
  }
}
