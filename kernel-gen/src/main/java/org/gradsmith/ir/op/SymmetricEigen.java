/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.MatrixAlgebra.asColumn;
import static org.gradsmith.ir.op.MatrixAlgebra.asRow;
import static org.gradsmith.ir.op.MatrixAlgebra.product;
import static org.gradsmith.ir.op.MatrixAlgebra.skew;
import static org.gradsmith.ir.op.MatrixAlgebra.transposed;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/** Eigenvalues and eigenvectors of symmetric matrices. */
public final class SymmetricEigen {
  /**
   * Symmetric matrices (..., n, n) as V·diag(L)·Vᵀ: V (..., n, n) and L (..., n) in ascending
   * order. {@code part} says what is read: 1 the lower triangle, 2 the upper one, 0 the symmetric
   * part (X + Xᵀ)/2. The gradient is always that of the symmetric part.
   */
  public static final Op EIGH =
      Op.named("eigh")
          .operand("x", SymmetricEigen::eighX)
          .attribute("part", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(SymmetricEigen::eighShape)
          .batching(Batching.LEADING)
          .kink("equal eigenvalues do not turn into each other")
          .sample(Sample.of(Input.of(3, 3)).with(0L))
          .sample(Sample.of(Input.of(2, 2, 2)).with(0L))
          .build();

  private SymmetricEigen() {}

  static List<Op> all() {
    return List.of(EIGH);
  }

  private static <D> List<List<D>> eighShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.squares(dims, call);
    return List.of(x, MatrixAlgebra.behind(x, List.of(x.getLast())));
  }

  /**
   * V·(skew(Vᵀ·gV)/2∘F + diag(gL))·Vᵀ, with F[i][j] = 1 / (l[j] - l[i]) off the diagonal. M. Giles,
   * "An extended collection of matrix derivative results", 2008, section 3.1.
   */
  private static <V, S> V eighX(Ops<V, S> o, Call<V, S> c) {
    V v = c.result(0);
    V l = c.result(1);
    V f = o.op(Norms.RECIPROCAL_OR_ZERO, Arithmetic.sub(o, asRow(o, l), asColumn(o, l)));
    V turning = skew(o, product(o, transposed(o, v), c.cotangent(0)));
    V spanned = product(o, v, Arithmetic.times(o, Arithmetic.mul(o, turning, f), 0.5));
    V direct = Arithmetic.mul(o, v, asRow(o, c.cotangent(1)));
    return product(o, Arithmetic.add(o, spanned, direct), transposed(o, v));
  }
}
