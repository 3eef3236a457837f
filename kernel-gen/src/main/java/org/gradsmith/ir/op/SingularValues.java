/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;
import static org.gradsmith.ir.op.MatrixAlgebra.asColumn;
import static org.gradsmith.ir.op.MatrixAlgebra.asRow;
import static org.gradsmith.ir.op.MatrixAlgebra.product;
import static org.gradsmith.ir.op.MatrixAlgebra.skew;
import static org.gradsmith.ir.op.MatrixAlgebra.transposed;

import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/** The singular value decomposition, and the inverse that every matrix has by it. */
public final class SingularValues {
  /**
   * Matrices (..., M, N) as U·diag(S)·Vᵀ: U (..., M, K), S (..., K) in descending order, V (..., N,
   * K), where K is the smaller of M and N.
   */
  public static final Op SVD =
      Op.named("svd")
          .operand("x", SingularValues::svdX)
          .attribute("rank", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(SingularValues::svdShape)
          .batching(Batching.LEADING)
          .kink("equal singular values do not turn into each other")
          .sample(Sample.of(Input.of(3, 3)).with(3L))
          .sample(Sample.of(Input.of(4, 3)).with(3L))
          .sample(Sample.of(Input.of(3, 4)).with(3L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(2L))
          .build();

  /**
   * Moore and Penrose's pseudoinverse (..., N, M) of matrices (..., M, N). Singular values up to
   * the larger of {@code atol} and {@code rtol} times the largest one count as 0. If {@code
   * hermitian} is 1, only the lower triangle is read, and mirrored.
   */
  public static final Op PSEUDO_INVERSE =
      Op.named("pseudoInverse")
          .operand("x", SingularValues::pseudoInverseX, SingularValues::pseudoInverseForward)
          .attribute("atol", NUMBER)
          .attribute("rtol", NUMBER)
          .attribute("hermitian", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(SingularValues::pseudoInverseShape)
          .batching(Batching.LEADING)
          .kink("the rank stays as it is")
          .sample(Sample.of(Input.of(3, 3)).with(0.0, 1e-12, 0L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(0.0, 1e-12, 0L))
          .sample(Sample.of(Input.of(2, 3)).with(0.0, 1e-12, 0L))
          .build();

  private SingularValues() {}

  static List<Op> all() {
    return List.of(SVD, PSEUDO_INVERSE);
  }

  private static <D> List<List<D>> svdShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.matrices(call, 0, "x");
    OptionalLong rows = dims.value(x.get(x.size() - 2));
    OptionalLong columns = dims.value(x.getLast());
    long rank = call.constant(0);
    if (rows.isPresent()
        && columns.isPresent()
        && rank != Math.min(rows.getAsLong(), columns.getAsLong())) {
      throw new ShapeMismatch(
          "x %s does not have %d singular values".formatted(ShapeRules.text(x), rank));
    }
    D k = call.size(0);
    return List.of(
        MatrixAlgebra.behind(x, List.of(x.get(x.size() - 2), k)),
        MatrixAlgebra.behind(x, List.of(k)),
        MatrixAlgebra.behind(x, List.of(x.getLast(), k)));
  }

  private static <D> List<List<D>> pseudoInverseShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = MatrixAlgebra.matrices(call, 0, "x");
    return List.of(MatrixAlgebra.behind(x, List.of(x.getLast(), x.get(x.size() - 2))));
  }

  /**
   * U·((skew(Uᵀ·gU)∘F)·S + S·(skew(Vᵀ·gV)∘F) + diag(gS))·Vᵀ, with F[i][j] = 1 / (s[j]² - s[i]²) off
   * the diagonal, and what of gU and gV lies outside the spans of U and V. J. Townsend,
   * "Differentiating the singular value decomposition", 2016.
   */
  private static <V, S> V svdX(Ops<V, S> o, Call<V, S> c) {
    V u = c.result(0);
    V s = c.result(1);
    V v = c.result(2);
    V row = asRow(o, s);
    V column = asColumn(o, s);
    V gaps = Arithmetic.mul(o, Arithmetic.sub(o, row, column), Arithmetic.add(o, row, column));
    V f = o.op(Norms.RECIPROCAL_OR_ZERO, gaps);
    V inU = product(o, transposed(o, u), c.cotangent(0));
    V inV = product(o, transposed(o, v), c.cotangent(2));
    V left = Arithmetic.mul(o, Arithmetic.mul(o, skew(o, inU), f), row);
    V right = Arithmetic.mul(o, Arithmetic.mul(o, skew(o, inV), f), column);
    V inverse = asRow(o, o.op(Norms.RECIPROCAL_OR_ZERO, s));
    V outsideU = outside(o, u, c.cotangent(0), inU, inverse);
    V outsideV = outside(o, v, c.cotangent(2), inV, inverse);
    V spanned = product(o, u, Arithmetic.add(o, left, right));
    V direct = Arithmetic.mul(o, u, asRow(o, c.cotangent(1)));
    V ofU = Arithmetic.add(o, Arithmetic.add(o, spanned, direct), outsideU);
    V inSpan = product(o, ofU, transposed(o, v));
    return Arithmetic.add(o, inSpan, product(o, u, transposed(o, outsideV)));
  }

  /** (g - b·(bᵀ·g))·S⁻¹. */
  private static <V, S> V outside(Ops<V, S> o, V basis, V g, V inBasis, V inverse) {
    return Arithmetic.mul(o, Arithmetic.sub(o, g, product(o, basis, inBasis)), inverse);
  }

  /**
   * -Pᵀ·g·Pᵀ + (I - X·P)·gᵀ·P·Pᵀ + Pᵀ·P·gᵀ·(I - P·X), where P is the result. G. Golub and V.
   * Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose
   * variables separate", 1973.
   */
  private static <V, S> V pseudoInverseX(Ops<V, S> o, Call<V, S> c) {
    V x = c.operand(0);
    V p = c.result(0);
    V pt = transposed(o, p);
    V gt = transposed(o, c.cotangent());
    V regular = product(o, pt, c.cotangent(), pt);
    V rows = product(o, product(o, gt, p), pt);
    V columns = product(o, product(o, pt, p), gt);
    V outsideRows = Arithmetic.sub(o, rows, product(o, x, product(o, p, rows)));
    V outsideColumns = Arithmetic.sub(o, columns, product(o, product(o, columns, p), x));
    return Arithmetic.sub(o, Arithmetic.add(o, outsideRows, outsideColumns), regular);
  }

  /** -P·t·P + P·Pᵀ·tᵀ·(I - X·P) + (I - P·X)·tᵀ·Pᵀ·P, by the same authors. */
  private static <V, S> V pseudoInverseForward(Ops<V, S> o, Call<V, S> c, V t) {
    V x = c.operand(0);
    V p = c.result(0);
    V pt = transposed(o, p);
    V tt = transposed(o, t);
    V rows = product(o, p, pt, tt);
    V columns = product(o, tt, pt, p);
    V outsideRows = Arithmetic.sub(o, rows, product(o, product(o, rows, x), p));
    V outsideColumns = Arithmetic.sub(o, columns, product(o, p, product(o, x, columns)));
    return Arithmetic.sub(o, Arithmetic.add(o, outsideRows, outsideColumns), product(o, p, t, p));
  }
}
