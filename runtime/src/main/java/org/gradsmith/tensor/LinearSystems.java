/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Orthogonalizations;
import org.gradsmith.ir.op.TriangularSystems;
import org.jspecify.annotations.Nullable;

/** Systems of linear equations, made of the ops of the table. */
final class LinearSystems {
  private static final Object[] NONE = {};

  private LinearSystems() {}

  @Differentiable
  static Tensor inverse(Tensor a) {
    Reducing.requireFloating("inv", a);
    return Recorder.apply(Matrices.INVERSE, NONE, a);
  }

  /** Leading dimensions broadcast; a vector on the right is one column. */
  @Differentiable
  static Tensor solve(Tensor a, Tensor b) {
    Factorizations.requireMatrices("solve", a);
    if (isVectors(a, b)) {
      return solve(a, b.unsqueeze(-1)).squeeze(-1);
    }
    return Recorder.apply(Matrices.SOLVE, NONE, broadcast("solve", a, b));
  }

  /** Whether b is a vector, or one for each matrix of a. */
  static boolean isVectors(Tensor a, Tensor b) {
    return b.dim() == 1
        || (b.dim() == a.dim() - 1
            && Arrays.equals(b.shape(), Arrays.copyOf(a.shape(), a.dim() - 1)));
  }

  /** Two stacks of matrices with equal leading dimensions. */
  private static Tensor[] broadcast(String op, Tensor a, Tensor b) {
    Factorizations.requireMatrices(op, a);
    Factorizations.requireMatrices(op, b);
    long[] leading = Layouts.broadcast(Products.leading(a), Products.leading(b));
    return new Tensor[] {Products.expanded(a, leading), Products.expanded(b, leading)};
  }

  @Differentiable
  static Tensor solveTriangular(
      Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    if (!left) {
      Tensor turned = turned(b);
      return turned(solveTriangular(turned(a), turned, !upper, true, unitriangular));
    }
    Tensor[] system = broadcast("solveTriangular", a, b);
    if (unitriangular) {
      int n = Math.toIntExact(a.size(-1));
      Tensor ones = Tensor.eye(TensorOptions.like(a), n, n);
      system[0] = system[0].sub(system[0].mul(ones)).add(ones);
    }
    return Recorder.apply(
        upper ? TriangularSystems.SOLVE_UPPER : TriangularSystems.SOLVE_LOWER, NONE, system);
  }

  private static Tensor turned(Tensor x) {
    return x.transpose(-2, -1);
  }

  /**
   * The X of L·Lᵀ·X = B. As in PyTorch the gradient is that of L·Lᵀ in all elements of L, also
   * those beyond the triangle that is read, so that the systems are solved as if L were any matrix.
   */
  @Differentiable
  static Tensor choleskySolve(Tensor b, Tensor factor, boolean upper) {
    Tensor[] system = broadcast("choleskySolve", upper ? turned(factor) : factor, b);
    Tensor known = system[0].detach();
    Tensor lower = system[0].add(known.tril(0).sub(known));
    return solve(turned(lower), solve(lower, system[1]));
  }

  @Differentiable
  static Tensor choleskyInverse(Tensor factor, boolean upper) {
    Factorizations.requireMatrices("choleskyInverse", factor);
    int n = Math.toIntExact(factor.size(-1));
    Tensor identity = Tensor.eye(TensorOptions.like(factor), n, n);
    return choleskySolve(identity, factor, upper);
  }

  /** The X of P·L·U·X = B, or X·P·L·U = B if not left. */
  @Differentiable
  static Tensor luSolve(LuDecomposition factors, Tensor b, boolean left) {
    if (!left) { // Uᵀ·Lᵀ·Pᵀ·Xᵀ = Bᵀ
      Tensor first = solveTriangular(turned(factors.u()), turned(b), false, true, false);
      Tensor second = solveTriangular(turned(factors.l()), first, true, true, true);
      return turned(factors.p().matmul(second));
    }
    Tensor ordered = turned(factors.p()).matmul(b);
    Tensor half = solveTriangular(factors.l(), ordered, false, true, true);
    return solveTriangular(factors.u(), half, true, true, false);
  }

  /** By orthogonal factors where all ranks are full, else by the pseudoinverse. */
  @Differentiable
  static LeastSquares leastSquares(Tensor a, Tensor b, @Nullable Double rcond) {
    Factorizations.requireMatrices("lstsq", a);
    if (isVectors(a, b)) {
      LeastSquares found = leastSquares(a, b.unsqueeze(-1), rcond);
      Tensor distances = found.residuals();
      return new LeastSquares(
          found.solution().squeeze(-1),
          distances.numel() == 0 ? distances : distances.squeeze(-1),
          found.rank(),
          found.singularValues());
    }
    Tensor[] system = broadcast("lstsq", a, b);
    long rows = a.size(-2);
    long columns = a.size(-1);
    if (b.size(-2) != rows) {
      throw new ShapeException(
          "lstsq: a %s has %d rows, but b %s has %d"
              .formatted(Layouts.text(a.shape()), rows, Layouts.text(b.shape()), b.size(-2)));
    }
    double rtol = rcond != null ? rcond : Ranks.standard(a);
    Tensor values = Factorizations.reducedSvd("lstsq", a.detach())[1];
    Tensor rank = Ranks.count(values, null, rtol);
    boolean full = rank.eq(Math.min(rows, columns)).all().toBoolean();
    Tensor x =
        full
            ? fullRank(system[0], system[1])
            : Ranks.pseudoInverse(system[0], 0, rtol, false).matmul(system[1]);
    Tensor distances =
        full && rows > columns
            ? system[0].matmul(x).sub(system[1]).square().sum(-2)
            : Tensor.zeros(TensorOptions.like(x), 0);
    return new LeastSquares(x, distances, rank, values);
  }

  private static Tensor fullRank(Tensor a, Tensor b) {
    if (a.size(-2) < a.size(-1)) {
      Tensor[] factors = Recorder.applyAll(Orthogonalizations.QR, NONE, turned(a));
      Tensor half = solveTriangular(turned(factors[1]), b, false, true, false);
      return factors[0].matmul(half);
    }
    Tensor[] factors = Recorder.applyAll(Orthogonalizations.QR, NONE, a);
    Tensor inBasis = turned(factors[0]).matmul(b);
    return solveTriangular(factors[1], inBasis, true, true, false);
  }
}
