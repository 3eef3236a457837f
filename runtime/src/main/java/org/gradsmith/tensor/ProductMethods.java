/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;

/** Tensor's products of vectors, matrices and batches of matrices. */
public sealed interface ProductMethods permits Tensor {
  /** Product of matrices (M, K) and (K, N). */
  @Differentiable
  default Tensor mm(Tensor other) {
    Tensor x = (Tensor) this;
    if (x.dim() != 2 || other.dim() != 2) {
      throw new ShapeException(
          "mm: takes two matrices, but they have shapes %s and %s; matmul takes more"
              .formatted(Layouts.text(x.shape()), Layouts.text(other.shape())));
    }
    return x.matmul(other);
  }

  /** Products of matrices, one by one: (B, M, K) and (B, K, N). */
  @Differentiable
  default Tensor bmm(Tensor other) {
    Tensor x = (Tensor) this;
    if (x.dim() != 3 || other.dim() != 3 || x.size(0) != other.size(0)) {
      throw new ShapeException(
          "bmm: takes (B, M, K) and (B, K, N), but the operands have shapes %s and %s"
              .formatted(Layouts.text(x.shape()), Layouts.text(other.shape())));
    }
    return x.matmul(other);
  }

  /** Product of a matrix (M, K) and a vector (K). */
  @Differentiable
  default Tensor mv(Tensor vector) {
    Tensor x = (Tensor) this;
    if (x.dim() != 2 || vector.dim() != 1) {
      throw new ShapeException(
          "mv: takes a matrix and a vector, but they have shapes %s and %s"
              .formatted(Layouts.text(x.shape()), Layouts.text(vector.shape())));
    }
    return x.matmul(vector);
  }

  /** Σ xᵢ·yᵢ of two vectors. */
  @Differentiable
  default Tensor dot(Tensor other) {
    return Products.dot("dot", (Tensor) this, other);
  }

  /** The sum of products over the last dimension of both; of numbers, their product. */
  @Differentiable
  default Tensor inner(Tensor other) {
    return Products.inner((Tensor) this, other);
  }

  /** xᵢ·yⱼ of two vectors. */
  @Differentiable
  default Tensor outer(Tensor other) {
    Tensor x = (Tensor) this;
    if (x.dim() != 1 || other.dim() != 1) {
      throw new ShapeException(
          "outer: takes two vectors, but they have shapes %s and %s"
              .formatted(Layouts.text(x.shape()), Layouts.text(other.shape())));
    }
    return x.reshape(x.numel(), 1).mul(other);
  }

  /** beta · this + alpha · (a · b), matrices; this broadcasts, and is not read where beta is 0. */
  @Differentiable
  default Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
    return ScaledSum.of((Tensor) this, a.mm(b), beta, alpha);
  }

  /** beta · this + alpha · (matrix · vector). */
  @Differentiable
  default Tensor addmv(Tensor matrix, Tensor vector, double beta, double alpha) {
    return ScaledSum.of((Tensor) this, matrix.mv(vector), beta, alpha);
  }

  /** beta · this + alpha · (x ⊗ y). */
  @Differentiable
  default Tensor addr(Tensor x, Tensor y, double beta, double alpha) {
    return ScaledSum.of((Tensor) this, x.outer(y), beta, alpha);
  }

  /** beta · this + alpha · Σ aᵢ·bᵢ over the batch. */
  @Differentiable
  default Tensor addbmm(Tensor a, Tensor b, double beta, double alpha) {
    return ScaledSum.of((Tensor) this, a.bmm(b).sum(0), beta, alpha);
  }

  /** beta · this + alpha · aᵢ·bᵢ, one by one. */
  @Differentiable
  default Tensor baddbmm(Tensor a, Tensor b, double beta, double alpha) {
    return ScaledSum.of((Tensor) this, a.bmm(b), beta, alpha);
  }

  /** The sum of products over the last {@code dims} dimensions of this and the first of other. */
  @Differentiable
  default Tensor tensordot(Tensor other, int dims) {
    Tensor x = (Tensor) this;
    int[] last = java.util.stream.IntStream.range(x.dim() - dims, x.dim()).toArray();
    int[] first = java.util.stream.IntStream.range(0, dims).toArray();
    return Products.tensordot(x, other, last, first);
  }

  /** The sum of products over pairs of dimensions. */
  @Differentiable
  default Tensor tensordot(Tensor other, int[] dims, int[] otherDims) {
    return Products.tensordot((Tensor) this, other, dims, otherDims);
  }

  /** The cross product of vectors of three elements along a dimension; shapes broadcast. */
  @Differentiable
  default Tensor cross(Tensor other, int dim) {
    return Products.cross((Tensor) this, other, dim);
  }
}
