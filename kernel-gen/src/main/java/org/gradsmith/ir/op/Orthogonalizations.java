/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.MatrixAlgebra.lower;
import static org.gradsmith.ir.op.MatrixAlgebra.product;
import static org.gradsmith.ir.op.MatrixAlgebra.transposed;
import static org.gradsmith.ir.op.MatrixAlgebra.upper;

import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Matrices as an orthogonal one times a triangular one. Wide matrices are made of this in the API:
 * their first columns are factored, the others are turned.
 */
public final class Orthogonalizations {
  /**
   * Matrices (..., M, N) with M ≥ N as Q·R: Q (..., M, N) with orthonormal columns, R (..., N, N)
   * upper triangular. The signs are those of Householder's reflections as LAPACK makes them.
   */
  public static final Op QR =
      Op.named("qr")
          .operand("x", Orthogonalizations::qrX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(Orthogonalizations::qrShape)
          .batching(Batching.LEADING)
          .kink("infinite or NaN where the rank is not full")
          .sample(Sample.of(Input.of(3, 3)))
          .sample(Sample.of(Input.of(4, 2)))
          .sample(Sample.of(Input.of(2, 3, 2)))
          .build();

  /**
   * All M columns of the orthogonal factor of matrices (..., M, N), of which the last M - N are
   * some basis of what the columns of x do not span.
   */
  public static final Op COMPLETE_BASIS =
      Op.named("completeBasis")
          .passive("x", "the added columns may be any orthonormal basis, so nothing moves them")
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Orthogonalizations::completeShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(4, 2)))
          .build();

  private Orthogonalizations() {}

  static List<Op> all() {
    return List.of(QR, COMPLETE_BASIS);
  }

  private static <D> List<List<D>> qrShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.matrices(call, 0, "x");
    D columns = x.getLast();
    OptionalLong m = dims.value(x.get(x.size() - 2));
    OptionalLong n = dims.value(columns);
    if (m.isPresent() && n.isPresent() && m.getAsLong() < n.getAsLong()) {
      throw new ShapeMismatch(
          "matrices of shape %s have more columns than rows".formatted(ShapeRules.text(x)));
    }
    return List.of(x, MatrixAlgebra.behind(x, List.of(columns, columns)));
  }

  private static <D> List<List<D>> completeShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.matrices(call, 0, "x");
    D rows = x.get(x.size() - 2);
    return List.of(MatrixAlgebra.behind(x, List.of(rows, rows)));
  }

  /**
   * (gQ + Q·copyltu(triu(gR·Rᵀ - Qᵀ·gQ)))·R⁻ᵀ, where copyltu mirrors the upper triangle. S. Walter
   * and L. Lehmann, "Algorithmic differentiation of linear algebra functions with application in
   * optimum experimental design", 2018 (arXiv:1001.1654), section 5.
   */
  private static <V, S> V qrX(Ops<V, S> o, Call<V, S> c) {
    V q = c.result(0);
    V r = c.result(1);
    V ofR = product(o, c.cotangent(1), transposed(o, r));
    V ofQ = product(o, transposed(o, q), c.cotangent(0));
    V m = Arithmetic.sub(o, ofR, ofQ);
    V mirrored = lower(o, transposed(o, m), -1);
    V symmetric = Arithmetic.add(o, upper(o, m, 0), mirrored);
    V both = Arithmetic.add(o, c.cotangent(0), product(o, q, symmetric));
    return transposed(o, o.op(TriangularSystems.SOLVE_UPPER, r, transposed(o, both)));
  }
}
