/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;

import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/** The singular value decomposition. */
public final class SingularValues {
  /**
   * A matrix (M, N) as U·diag(S)·Vᵀ: U (M, K), S (K) in descending order, V (N, K), where K is the
   * smaller of M and N.
   */
  public static final Op SVD =
      Op.named("svd")
          .operand("x", SingularValues::svdX)
          .attribute("rank", INT)
          .result(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .differentiableResult(DTypeRule.PROMOTE_FLOAT)
          .shape(SingularValues::svdShape)
          .kink("equal singular values do not turn into each other")
          .sample(Sample.of(Input.of(3, 3)).with(3L))
          .sample(Sample.of(Input.of(4, 3)).with(3L))
          .sample(Sample.of(Input.of(3, 4)).with(3L))
          .build();

  private SingularValues() {}

  static List<Op> all() {
    return List.of(SVD);
  }

  private static <D> List<List<D>> svdShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    ShapeRules.rank(x, 2, "x", "M, N");
    OptionalLong rows = dims.value(x.get(0));
    OptionalLong columns = dims.value(x.get(1));
    long rank = call.constant(0);
    if (rows.isPresent()
        && columns.isPresent()
        && rank != Math.min(rows.getAsLong(), columns.getAsLong())) {
      throw new ShapeMismatch(
          "x %s does not have %d singular values".formatted(ShapeRules.text(x), rank));
    }
    D k = call.size(0);
    return List.of(List.of(x.get(0), k), List.of(k), List.of(x.get(1), k));
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
    V squares = o.op(Pointwise.MUL, s, s);
    V gram = o.op(LinearAlgebra.MATMUL, t(o, v), v);
    V alongRows = o.op(Pointwise.ADD, o.op(Pointwise.SUB, gram, gram), squares);
    V gaps = o.op(Pointwise.SUB, alongRows, t(o, alongRows));
    V f = o.op(Norms.RECIPROCAL_OR_ZERO, gaps);
    V inU = o.op(LinearAlgebra.MATMUL, t(o, u), c.cotangent(0));
    V inV = o.op(LinearAlgebra.MATMUL, t(o, v), c.cotangent(2));
    V left = o.op(Pointwise.MUL, o.op(Pointwise.MUL, skew(o, inU), f), s);
    // both factors of Y = skew∘F change their sign when transposed, so S·Y = (Y·S)ᵀ
    V right = o.op(Pointwise.MUL, o.op(Pointwise.MUL, skew(o, inV), f), s);
    V inverse = o.op(Norms.RECIPROCAL_OR_ZERO, s);
    V both = o.op(Pointwise.ADD, left, t(o, right));
    V outsideU = outside(o, u, c.cotangent(0), inU, inverse);
    V outsideV = outside(o, v, c.cotangent(2), inV, inverse);
    V spanned = o.op(LinearAlgebra.MATMUL, u, both);
    V direct = o.op(Pointwise.MUL, u, c.cotangent(1));
    V ofU = o.op(Pointwise.ADD, o.op(Pointwise.ADD, spanned, direct), outsideU);
    V inSpan = o.op(LinearAlgebra.MATMUL, ofU, t(o, v));
    return o.op(Pointwise.ADD, inSpan, o.op(LinearAlgebra.MATMUL, u, t(o, outsideV)));
  }

  /** (g - b·(bᵀ·g))·S⁻¹. */
  private static <V, S> V outside(Ops<V, S> o, V basis, V g, V inBasis, V inverse) {
    V projected = o.op(LinearAlgebra.MATMUL, basis, inBasis);
    return o.op(Pointwise.MUL, o.op(Pointwise.SUB, g, projected), inverse);
  }

  private static <V, S> V skew(Ops<V, S> o, V matrix) {
    return o.op(Pointwise.SUB, matrix, t(o, matrix));
  }

  private static <V, S> V t(Ops<V, S> o, V matrix) {
    return o.with(Views.TRANSPOSE, matrix, List.of(o.literal(0), o.literal(1)));
  }
}
