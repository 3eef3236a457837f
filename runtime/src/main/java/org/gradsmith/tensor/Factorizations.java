/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Determinants;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Orthogonalizations;
import org.gradsmith.ir.op.SingularValues;
import org.gradsmith.ir.op.SymmetricEigen;
import org.gradsmith.ir.op.TriangularSystems;

/** Matrices taken apart, made of the ops of the table. */
final class Factorizations {
  private static final Object[] NONE = {};

  private Factorizations() {}

  @Differentiable
  static Tensor cholesky(Tensor a, boolean upper) {
    Reducing.requireFloating("cholesky", a);
    Tensor lower = Recorder.apply(Matrices.CHOLESKY, NONE, a);
    return upper ? lower.transpose(-2, -1) : lower;
  }

  static Tensor det(Tensor a) {
    Reducing.requireFloating("det", a);
    return Recorder.apply(Determinants.DET, NONE, a);
  }

  @Differentiable
  static SignAndLogAbsDet slogdet(Tensor a) {
    Reducing.requireFloating("slogdet", a);
    Tensor[] results = Recorder.applyAll(Determinants.LOG_ABS_DET, NONE, a);
    return new SignAndLogAbsDet(results[1], results[0]);
  }

  @Differentiable
  static QrDecomposition qr(Tensor a, boolean complete) {
    requireMatrices("qr", a);
    int rows = Math.toIntExact(a.size(-2));
    int columns = Math.toIntExact(a.size(-1));
    if (rows < columns) {
      Tensor[] first = Recorder.applyAll(Orthogonalizations.QR, NONE, a.narrow(-1, 0, rows));
      Tensor rest = first[0].transpose(-2, -1).matmul(a.narrow(-1, rows, columns - rows));
      return new QrDecomposition(first[0], Tensor.cat(List.of(first[1], rest), -1));
    }
    Tensor[] factors = Recorder.applyAll(Orthogonalizations.QR, NONE, a);
    if (!complete || rows == columns) {
      return new QrDecomposition(factors[0], factors[1]);
    }
    long[] below = a.shape();
    below[below.length - 2] = (long) rows - columns;
    Tensor zeros = Tensor.zeros(TensorOptions.like(factors[1]), below);
    Tensor q = new CompleteBasis().apply(a).getFirst();
    return new QrDecomposition(q, Tensor.cat(List.of(factors[1], zeros), -2));
  }

  @Differentiable
  static Eigendecomposition eigh(String op, Tensor a, boolean upper) {
    requireMatrices(op, a);
    Object[] part = {upper ? 2L : 1L};
    Tensor[] results = Recorder.applyAll(SymmetricEigen.EIGH, part, a);
    return new Eigendecomposition(results[1], results[0]);
  }

  @Differentiable
  static SingularValueDecomposition svd(Tensor a, boolean full) {
    Tensor[] results = reducedSvd("svd", a);
    Tensor u = full ? completed(results[0]) : results[0];
    Tensor v = full ? completed(results[2]) : results[2];
    return new SingularValueDecomposition(u, results[1], v.transpose(-2, -1));
  }

  /** U, S and V with as many columns as there are singular values. */
  @Differentiable
  static Tensor[] reducedSvd(String op, Tensor a) {
    requireMatrices(op, a);
    Object[] rank = {Math.min(a.size(-2), a.size(-1))};
    return Recorder.applyAll(SingularValues.SVD, rank, a);
  }

  /** Orthonormal columns, and behind them some that make them a basis. */
  private static Tensor completed(Tensor columns) {
    int present = Math.toIntExact(columns.size(-1));
    int missing = Math.toIntExact(columns.size(-2)) - present;
    if (missing == 0) {
      return columns;
    }
    Tensor basis = Recorder.apply(Orthogonalizations.COMPLETE_BASIS, NONE, columns);
    return Tensor.cat(List.of(columns, basis.narrow(-1, present, missing)), -1);
  }

  /**
   * The rows are brought into the order of elimination; the square on top then gives L and U, and
   * what lies below it or beside it follows by solving with them.
   */
  @Differentiable
  static LuDecomposition lu(Tensor a) {
    requireMatrices("lu", a);
    int rows = Math.toIntExact(a.size(-2));
    int columns = Math.toIntExact(a.size(-1));
    int rank = Math.min(rows, columns);
    Tensor order = Recorder.apply(TriangularSystems.PIVOT_ORDER, NONE, a);
    Tensor ordered = a.gather(-2, order.unsqueeze(-1).expand(a.shape()));
    Tensor square = ordered.narrow(-2, 0, rank).narrow(-1, 0, rank);
    Tensor[] factors = Recorder.applyAll(TriangularSystems.LU, NONE, square);
    Tensor l = factors[0];
    Tensor u = factors[1];
    if (rows > rank) {
      Tensor below = ordered.narrow(-2, rank, rows - rank);
      l = Tensor.cat(List.of(l, LinearSystems.solveTriangular(u, below, true, false, false)), -2);
    } else if (columns > rank) {
      Tensor beside = ordered.narrow(-1, rank, columns - rank);
      u = Tensor.cat(List.of(u, LinearSystems.solveTriangular(l, beside, false, true, false)), -1);
    }
    return new LuDecomposition(permutation(order, a), l, u);
  }

  /** Ones where row i of the ordered matrix comes from row order[i]. */
  private static Tensor permutation(Tensor order, Tensor a) {
    int rows = Math.toIntExact(a.size(-2));
    TensorOptions options = TensorOptions.like(a);
    long[] shape = Arrays.copyOf(order.shape(), order.dim() + 1);
    shape[order.dim()] = rows;
    Tensor identity = Tensor.eye(options, rows, rows).expand(shape);
    return identity.gather(-1, order.unsqueeze(-2).expand(shape));
  }

  static void requireMatrices(String op, Tensor a) {
    Reducing.requireFloating(op, a);
    if (a.dim() < 2) {
      throw new ShapeException(
          "%s: takes matrices (..., M, N), but the tensor has shape %s"
              .formatted(op, Layouts.text(a.shape())));
    }
  }
}
