/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.SingularValues;
import org.jspecify.annotations.Nullable;

/** What depends on which singular values count as zero: ranks, pseudoinverses, conditions. */
final class Ranks {
  static final long[] MATRICES = {-2, -1};

  private Ranks() {}

  /** The larger side times the distance from 1 to the next number of the dtype. */
  static double standard(Tensor a) {
    double rounding = a.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1.0f);
    return rounding * Math.max(a.size(-2), a.size(-1));
  }

  @Differentiable
  static Tensor pseudoInverse(Tensor a, double atol, @Nullable Double rtol, boolean hermitian) {
    Factorizations.requireMatrices("pinv", a);
    requireSquare("pinv", a, hermitian);
    double relative = rtol != null ? rtol : atol > 0 ? 0 : standard(a);
    Object[] attributes = {atol, relative, hermitian ? 1L : 0L};
    return Recorder.apply(SingularValues.PSEUDO_INVERSE, attributes, a);
  }

  static Tensor rank(Tensor a, @Nullable Tensor atol, @Nullable Tensor rtol, boolean hermitian) {
    Factorizations.requireMatrices("matrixRank", a);
    requireSquare("matrixRank", a, hermitian);
    Tensor known = a.detach();
    Tensor values =
        hermitian
            ? Factorizations.eigh("matrixRank", known, false).values().abs()
            : Factorizations.reducedSvd("matrixRank", known)[1];
    if (rtol != null) {
      return count(values, rtol.detach().mul(largest(values)), atol);
    }
    if (atol == null) {
      return count(values, null, standard(a));
    }
    Tensor usual = largest(values).mul(standard(a));
    return count(values, usual.mul(atol.detach().le(0).to(usual.dtype())), atol);
  }

  /** How many of the values (..., K) are above the larger of two thresholds. */
  @Differentiable
  static Tensor count(Tensor values, @Nullable Tensor atol, double rtol) {
    return count(values, largest(values).mul(rtol), atol);
  }

  @Differentiable
  private static Tensor count(Tensor values, Tensor threshold, @Nullable Tensor other) {
    Tensor larger = other == null ? threshold : threshold.maximum(other.detach());
    return values.gt(larger.unsqueeze(-1)).sum(new long[] {-1});
  }

  /** The largest of the values (..., K); 0 if K is 0. */
  private static Tensor largest(Tensor values) {
    return values.size(-1) == 0
        ? values.sum(-1)
        : Reducing.extreme("matrixRank", values, new long[] {-1}, false, true);
  }

  /** The ratio of the largest singular value to the smallest, or the other way around. */
  @Differentiable
  static Tensor condition(Tensor a, boolean inverted) {
    Factorizations.requireMatrices("cond", a);
    Tensor values = Factorizations.reducedSvd("cond", a)[1];
    int count = Math.toIntExact(values.size(-1));
    if (count == 0) {
      return values.sum(-1);
    }
    Tensor first = values.select(-1, 0);
    Tensor last = values.select(-1, count - 1);
    return inverted ? last.div(first) : first.div(last);
  }

  /** The norm of each matrix times that of its inverse; infinite where there is none. */
  @Differentiable
  static Tensor condition(Tensor a, double ord) {
    Factorizations.requireMatrices("cond", a);
    requireSquare("cond", a, true);
    if (a.size(-1) == 0) {
      return a.sum(new long[] {-2, -1});
    }
    Tensor singular = singular(a);
    Tensor regular = regular(a, singular);
    Tensor norm = Linalg.matrixNorm(regular, ord, MATRICES, false);
    Tensor ofInverse = Linalg.matrixNorm(LinearSystems.inverse(regular), ord, MATRICES, false);
    return norm.mul(ofInverse).maskedFill(singular, Double.POSITIVE_INFINITY);
  }

  /** The norm of each matrix times that of its inverse; infinite where there is none. */
  @Differentiable
  static Tensor condition(Tensor a, MatrixNorm by) {
    Factorizations.requireMatrices("cond", a);
    requireSquare("cond", a, true);
    if (a.size(-1) == 0) {
      return a.sum(new long[] {-2, -1});
    }
    Tensor singular = singular(a);
    Tensor regular = regular(a, singular);
    Tensor norm = Linalg.matrixNorm(regular, by, MATRICES, false);
    Tensor ofInverse = Linalg.matrixNorm(LinearSystems.inverse(regular), by, MATRICES, false);
    return norm.mul(ofInverse).maskedFill(singular, Double.POSITIVE_INFINITY);
  }

  @NonDifferentiable("a matrix has an inverse or not")
  static Tensor singular(Tensor a) {
    return Factorizations.slogdet(a.detach()).sign().eq(0);
  }

  /** Each matrix, or the identity in its place where it is singular. */
  private static Tensor regular(Tensor a, Tensor singular) {
    int n = Math.toIntExact(a.size(-1));
    Tensor identity = Tensor.eye(TensorOptions.like(a), n, n);
    return Tensor.where(singular.unsqueeze(-1).unsqueeze(-1), identity, a);
  }

  static void requireSquare(String op, Tensor a, boolean required) {
    if (required && a.size(-2) != a.size(-1)) {
      throw new ShapeException(
          "%s: takes square matrices here, but the tensor has shape %s"
              .formatted(op, Layouts.text(a.shape())));
    }
  }
}
