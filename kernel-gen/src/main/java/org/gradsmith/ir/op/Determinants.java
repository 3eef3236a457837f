/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.Matrices.INNER;
import static org.gradsmith.ir.op.Matrices.SCALE;
import static org.gradsmith.ir.op.MatrixAlgebra.product;
import static org.gradsmith.ir.op.MatrixAlgebra.transposed;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Determinants. They are polynomials, so that a singular matrix has derivatives like any other: its
 * gradient is the matrix of cofactors.
 */
public final class Determinants {
  /** The determinant of each matrix. */
  public static final Op DET =
      Op.named("det")
          .operand("x", Determinants::detX, Determinants::detForward)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Determinants::numberPerMatrix)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.in(0.5, 2, 1, 1)))
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2, 2)))
          .sample(Sample.of(Input.of(3, 3)))
          .build();

  /** log |det x|, and behind it the sign of the determinant. */
  public static final Op LOG_ABS_DET =
      Op.named("logAbsDet")
          .operand("x", Determinants::logAbsDetX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Determinants::numberPerMatrix)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.in(0.5, 2, 1, 1)))
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2, 2)))
          .build();

  /** The cofactors of each matrix, det x · x⁻ᵀ where it is regular: the determinant's gradient. */
  public static final Op COFACTORS =
      Op.named("cofactors")
          .operand("x", Determinants::cofactorsX, Determinants::cofactorsForward)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Determinants::squareShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.in(0.5, 2, 1, 1)))
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2, 2)))
          .sample(Sample.of(Input.of(3, 3)))
          .sample(Sample.of(Input.of(4, 4)))
          .build();

  /** How the cofactors of x change along t: the determinant's second derivative. */
  public static final Op COFACTORS_ALONG =
      Op.named("cofactorsAlong")
          .operand("x", Determinants::alongX)
          .linear("t", Determinants::alongT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Determinants::squareShape)
          .batching(Batching.LEADING)
          .kink("third derivatives of the determinant are infinite or NaN at singular matrices")
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2, 2), Input.of(2, 2, 2)))
          .sample(Sample.of(Input.of(3, 3), Input.of(3, 3)))
          .build();

  private Determinants() {}

  static List<Op> all() {
    return List.of(DET, LOG_ABS_DET, COFACTORS, COFACTORS_ALONG);
  }

  private static <D> List<List<D>> squareShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(MatrixAlgebra.squares(dims, call));
  }

  private static <D> List<List<D>> numberPerMatrix(Dims<D> dims, ShapeCall<D> call) {
    return List.of(MatrixAlgebra.behind(MatrixAlgebra.squares(dims, call), List.of()));
  }

  private static <V, S> V detX(Ops<V, S> o, Call<V, S> c) {
    return o.op(SCALE, o.op(COFACTORS, c.operand(0)), c.cotangent());
  }

  private static <V, S> V detForward(Ops<V, S> o, Call<V, S> c, V t) {
    return o.op(INNER, o.op(COFACTORS, c.operand(0)), t);
  }

  /** g · x⁻ᵀ. M. Giles, "An extended collection of matrix derivative results", 2008. */
  private static <V, S> V logAbsDetX(Ops<V, S> o, Call<V, S> c) {
    return o.op(SCALE, transposed(o, o.op(Matrices.INVERSE, c.operand(0))), c.cotangent());
  }

  /** A second derivative is symmetric, so that both directions are the same. */
  private static <V, S> V cofactorsX(Ops<V, S> o, Call<V, S> c) {
    return o.op(COFACTORS_ALONG, c.operand(0), c.cotangent());
  }

  private static <V, S> V cofactorsForward(Ops<V, S> o, Call<V, S> c, V t) {
    return o.op(COFACTORS_ALONG, c.operand(0), t);
  }

  private static <V, S> V alongT(Ops<V, S> o, Call<V, S> c) {
    return o.op(COFACTORS_ALONG, c.operand(0), c.cotangent());
  }

  /**
   * With C the cofactors, ⟨g, result⟩ = (⟨C, g⟩·⟨C, t⟩ - trace(C·tᵀ·C·gᵀ)) / det x, of which this
   * is the derivative.
   */
  private static <V, S> V alongX(Ops<V, S> o, Call<V, S> c) {
    V x = c.operand(0);
    V t = c.operand(1);
    V g = c.cotangent();
    V cofactors = o.op(COFACTORS, x);
    V turned = transposed(o, cofactors);
    V inner =
        Arithmetic.add(
            o,
            o.op(SCALE, g, o.op(INNER, cofactors, t)),
            o.op(SCALE, t, o.op(INNER, cofactors, g)));
    V outer = Arithmetic.add(o, product(o, g, turned, t), product(o, t, turned, g));
    V above = o.op(COFACTORS_ALONG, x, Arithmetic.sub(o, inner, outer));
    V below = o.op(SCALE, cofactors, o.op(INNER, g, c.result(0)));
    V det = o.op(DET, x);
    V one = Arithmetic.div(o, det, det);
    return o.op(SCALE, Arithmetic.sub(o, above, below), Arithmetic.div(o, one, det));
  }
}
