/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.MatrixAlgebra.lower;
import static org.gradsmith.ir.op.MatrixAlgebra.product;
import static org.gradsmith.ir.op.MatrixAlgebra.transposed;
import static org.gradsmith.ir.op.MatrixAlgebra.upper;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Systems of equations whose matrix is a triangle, and the triangles that a matrix is made of. The
 * derivatives are those of M. Giles, "An extended collection of matrix derivative results", 2008.
 */
public final class TriangularSystems {
  /** The X of A·X = B, (..., n, n) and (..., n, k), of which A's lower triangle is read. */
  public static final Op SOLVE_LOWER =
      Op.named("solveLower")
          .operand("a", TriangularSystems::lowerA, TriangularSystems::lowerForward)
          .linear("b", TriangularSystems::lowerB)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(TriangularSystems::solveShape)
          .batching(Batching.LEADING)
          .kink("infinite or NaN where the diagonal has a zero")
          .sample(Sample.of(Input.in(0.5, 1, 2, 2), Input.of(2, 3)))
          .sample(Sample.of(Input.in(0.5, 1, 2, 3, 3), Input.of(2, 3, 1)))
          .build();

  /** The X of A·X = B, (..., n, n) and (..., n, k), of which A's upper triangle is read. */
  public static final Op SOLVE_UPPER =
      Op.named("solveUpper")
          .operand("a", TriangularSystems::upperA, TriangularSystems::upperForward)
          .linear("b", TriangularSystems::upperB)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(TriangularSystems::solveShape)
          .batching(Batching.LEADING)
          .kink("infinite or NaN where the diagonal has a zero")
          .sample(Sample.of(Input.in(0.5, 1, 2, 2), Input.of(2, 3)))
          .sample(Sample.of(Input.in(0.5, 1, 2, 3, 3), Input.of(2, 3, 1)))
          .build();

  /**
   * Square matrices as L·U by elimination, rows as they stand: L lower triangular with ones on the
   * diagonal, U upper triangular.
   */
  public static final Op LU =
      Op.named("lu")
          .operand("x", TriangularSystems::luX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(TriangularSystems::luShape)
          .batching(Batching.LEADING)
          .kink("infinite or NaN where a matrix is singular")
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2, 2)))
          .sample(Sample.of(Input.of(3, 3)))
          .build();

  /**
   * The order (..., M) in which elimination with the largest pivot of each column takes the rows of
   * matrices (..., M, N).
   */
  public static final Op PIVOT_ORDER =
      Op.named("pivotOrder")
          .passive("x", "an order does not change by small steps")
          .result(DTypeRule.INT64)
          .shape(TriangularSystems::orderShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(3, 3)))
          .build();

  private TriangularSystems() {}

  static List<Op> all() {
    return List.of(SOLVE_LOWER, SOLVE_UPPER, LU, PIVOT_ORDER);
  }

  private static <D> List<List<D>> solveShape(Dims<D> dims, ShapeCall<D> call) {
    return Matrices.solveShape(dims, call);
  }

  private static <D> List<List<D>> luShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.squares(dims, call);
    return List.of(x, x);
  }

  private static <D> List<List<D>> orderShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.matrices(call, 0, "x");
    return List.of(MatrixAlgebra.behind(x, List.of(x.get(x.size() - 2))));
  }

  /** A⁻ᵀ·g. */
  private static <V, S> V lowerB(Ops<V, S> o, Call<V, S> c) {
    return o.op(SOLVE_UPPER, transposed(o, c.operand(0)), c.cotangent());
  }

  /** The lower triangle of -(A⁻ᵀ·g)·Xᵀ. */
  private static <V, S> V lowerA(Ops<V, S> o, Call<V, S> c) {
    return Arithmetic.neg(o, lower(o, outer(o, lowerB(o, c), c.result(0)), 0));
  }

  /** -A⁻¹·tril(t)·X. */
  private static <V, S> V lowerForward(Ops<V, S> o, Call<V, S> c, V t) {
    V moved = product(o, lower(o, t, 0), c.result(0));
    return Arithmetic.neg(o, o.op(SOLVE_LOWER, c.operand(0), moved));
  }

  private static <V, S> V upperB(Ops<V, S> o, Call<V, S> c) {
    return o.op(SOLVE_LOWER, transposed(o, c.operand(0)), c.cotangent());
  }

  private static <V, S> V upperA(Ops<V, S> o, Call<V, S> c) {
    return Arithmetic.neg(o, upper(o, outer(o, upperB(o, c), c.result(0)), 0));
  }

  private static <V, S> V upperForward(Ops<V, S> o, Call<V, S> c, V t) {
    V moved = product(o, upper(o, t, 0), c.result(0));
    return Arithmetic.neg(o, o.op(SOLVE_UPPER, c.operand(0), moved));
  }

  private static <V, S> V outer(Ops<V, S> o, V a, V b) {
    return product(o, a, transposed(o, b));
  }

  /**
   * L⁻ᵀ·(tril(Lᵀ·gL, -1) + triu(gU·Uᵀ))·U⁻ᵀ. S. Walter and L. Lehmann, "Algorithmic differentiation
   * of linear algebra functions with application in optimum experimental design", 2018.
   */
  private static <V, S> V luX(Ops<V, S> o, Call<V, S> c) {
    V l = c.result(0);
    V u = c.result(1);
    V below = lower(o, product(o, transposed(o, l), c.cotangent(0)), -1);
    V above = upper(o, outer(o, c.cotangent(1), u), 0);
    V inner = Arithmetic.add(o, below, above);
    V left = o.op(SOLVE_UPPER, transposed(o, l), inner);
    return transposed(o, o.op(SOLVE_UPPER, u, transposed(o, left)));
  }
}
