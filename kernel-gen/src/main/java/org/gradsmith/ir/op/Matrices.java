/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.MatrixAlgebra.product;
import static org.gradsmith.ir.op.MatrixAlgebra.transposed;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Kind;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Ops on the matrices in the last two dimensions; the leading ones count matrices. The derivatives
 * are those of M. Giles: An extended collection of matrix derivative results (2008).
 */
public final class Matrices {
  /** Products of matrices, one by one: (..., M, K) and (..., K, N) give (..., M, N). */
  public static final Op BMM =
      Op.named("bmm")
          .linear("a", Matrices::bmmA)
          .linear("b", Matrices::bmmB)
          .result(DTypeRule.PROMOTE)
          .shape(Matrices::bmmShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(2, 2, 3), Input.of(2, 3, 4)))
          .sample(Sample.of(Input.of(2, 3), Input.of(3, 2)))
          .build();

  /** The elements on and below a diagonal, the others 0. */
  public static final Op TRIL =
      Op.named("tril")
          .linear("x", Matrices::trilX)
          .attribute("diagonal", Kind.INT)
          .result(DTypeRule.FIRST)
          .shape(Matrices::sameMatrices)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(3, 3)).with(0L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(-1L))
          .build();

  /** The elements on and above a diagonal, the others 0. */
  public static final Op TRIU =
      Op.named("triu")
          .linear("x", Matrices::triuX)
          .attribute("diagonal", Kind.INT)
          .result(DTypeRule.FIRST)
          .shape(Matrices::sameMatrices)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(3, 3)).with(0L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(1L))
          .build();

  /** The inverse of each matrix. */
  public static final Op INVERSE =
      Op.named("inverse")
          .operand("x", Matrices::inverseX, Matrices::inverseForward)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Matrices::squareShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.in(1, 1.6, 1, 1)))
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2, 2)))
          .build();

  /** The X of A·X = B: (..., n, n) and (..., n, k). */
  public static final Op SOLVE =
      Op.named("solve")
          .operand("a", Matrices::solveA)
          .operand("b", Matrices::solveB)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Matrices::solveShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.in(0.2, 0.9, 2, 2), Input.of(2, 3)))
          .build();

  /**
   * The lower triangular L of L·Lᵀ = A. A is taken as symmetric: only its lower triangle is read,
   * and its cotangent is symmetric.
   */
  public static final Op CHOLESKY =
      Op.named("cholesky")
          .operand("a", Matrices::choleskyA)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Matrices::squareShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.in(0.5, 2, 1, 1)))
          .build();

  /** Each matrix times a number of its own: (..., m, n) and (...). */
  public static final Op SCALE =
      Op.named("scaleMatrices")
          .linear("x", Matrices::scaleX)
          .linear("s", Matrices::scaleS)
          .result(DTypeRule.PROMOTE)
          .shape(Matrices::sameMatrices)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(2, 2, 3), Input.of(2)))
          .build();

  /** The sum of the products of the elements of two matrices, per pair: trace(aᵀ·b). */
  public static final Op INNER =
      Op.named("innerOfMatrices")
          .linear("a", Matrices::innerA)
          .linear("b", Matrices::innerB)
          .result(DTypeRule.PROMOTE)
          .shape(Matrices::innerShape)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of(2, 2, 3), Input.of(2, 2, 3)))
          .build();

  private Matrices() {}

  static List<Op> all() {
    return List.of(BMM, TRIL, TRIU, INVERSE, SOLVE, CHOLESKY, SCALE, INNER);
  }

  private static <D> List<List<D>> bmmShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> a = call.operand(0);
    List<D> b = call.operand(1);
    int rank = a.size();
    if (rank < 2 || b.size() != rank) {
      throw new ShapeMismatch(
          "%s and %s are not as many matrices: both need (..., M, K) and (..., K, N)"
              .formatted(ShapeRules.text(a), ShapeRules.text(b)));
    }
    List<D> result = new ArrayList<>();
    for (int i = 0; i < rank - 2; i++) {
      result.add(
          ShapeRules.same(
              dims,
              a.get(i),
              b.get(i),
              () ->
                  "%s and %s are not as many matrices"
                      .formatted(ShapeRules.text(a), ShapeRules.text(b))));
    }
    ShapeRules.same(
        dims,
        a.get(rank - 1),
        b.get(rank - 2),
        () ->
            "%s and %s do not multiply: %s columns against %s rows"
                .formatted(
                    ShapeRules.text(a), ShapeRules.text(b), a.get(rank - 1), b.get(rank - 2)));
    result.add(a.get(rank - 2));
    result.add(b.get(rank - 1));
    return List.of(List.copyOf(result));
  }

  private static <D> List<List<D>> sameMatrices(Dims<D> dims, ShapeCall<D> call) {
    return List.of(MatrixAlgebra.matrices(call, 0, "x"));
  }

  private static <D> List<List<D>> squareShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(MatrixAlgebra.squares(dims, call));
  }

  static <D> List<List<D>> solveShape(Dims<D> dims, ShapeCall<D> call) {
    squareShape(dims, call);
    return bmmShape(dims, call);
  }

  private static <D> List<List<D>> innerShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = sameMatrices(dims, call).getFirst();
    return List.of(List.copyOf(x.subList(0, x.size() - 2)));
  }

  private static <V, S> V bmmA(Ops<V, S> o, Call<V, S> c) {
    return product(o, c.cotangent(), transposed(o, c.operand(1)));
  }

  private static <V, S> V bmmB(Ops<V, S> o, Call<V, S> c) {
    return product(o, transposed(o, c.operand(0)), c.cotangent());
  }

  private static <V, S> V trilX(Ops<V, S> o, Call<V, S> c) {
    return o.with(TRIL, c.cotangent(), List.of(c.attribute(0)));
  }

  private static <V, S> V triuX(Ops<V, S> o, Call<V, S> c) {
    return o.with(TRIU, c.cotangent(), List.of(c.attribute(0)));
  }

  /** -Yᵀ · g · Yᵀ. */
  private static <V, S> V inverseX(Ops<V, S> o, Call<V, S> c) {
    V y = transposed(o, c.result(0));
    return Arithmetic.neg(o, product(o, product(o, y, c.cotangent()), y));
  }

  /** -Y · t · Y. */
  private static <V, S> V inverseForward(Ops<V, S> o, Call<V, S> c, V t) {
    V y = c.result(0);
    return Arithmetic.neg(o, product(o, product(o, y, t), y));
  }

  /** A⁻ᵀ · g. */
  private static <V, S> V solveB(Ops<V, S> o, Call<V, S> c) {
    return o.op(SOLVE, transposed(o, c.operand(0)), c.cotangent());
  }

  /** -(A⁻ᵀ · g) · Xᵀ. */
  private static <V, S> V solveA(Ops<V, S> o, Call<V, S> c) {
    return Arithmetic.neg(o, product(o, solveB(o, c), transposed(o, c.result(0))));
  }

  /** The symmetric part of L⁻ᵀ · Φ(Lᵀ·g) · L⁻¹; Φ takes the lower triangle, its diagonal halved. */
  private static <V, S> V choleskyA(Ops<V, S> o, Call<V, S> c) {
    V lower = c.result(0);
    V inner = product(o, transposed(o, lower), c.cotangent());
    V strict = o.with(TRIL, inner, List.of(o.literal(-1)));
    V whole = o.with(TRIL, inner, List.of(o.literal(0)));
    V phi = Arithmetic.times(o, Arithmetic.add(o, strict, whole), 0.5);
    V inverse = o.op(INVERSE, lower);
    V s = product(o, product(o, transposed(o, inverse), phi), inverse);
    return Arithmetic.times(o, Arithmetic.add(o, s, transposed(o, s)), 0.5);
  }

  private static <V, S> V scaleX(Ops<V, S> o, Call<V, S> c) {
    return o.op(SCALE, c.cotangent(), c.operand(1));
  }

  private static <V, S> V scaleS(Ops<V, S> o, Call<V, S> c) {
    return o.op(INNER, c.cotangent(), c.operand(0));
  }

  private static <V, S> V innerA(Ops<V, S> o, Call<V, S> c) {
    return o.op(SCALE, c.operand(1), c.cotangent());
  }

  private static <V, S> V innerB(Ops<V, S> o, Call<V, S> c) {
    return o.op(SCALE, c.operand(0), c.cotangent());
  }
}
