/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.List;

/** The words in which derivative rules and shape rules of matrices are written. */
final class MatrixAlgebra {
  private MatrixAlgebra() {}

  static <V, S> V transposed(Ops<V, S> o, V x) {
    return o.with(Views.TRANSPOSE, x, List.of(o.literal(-2), o.literal(-1)));
  }

  static <V, S> V product(Ops<V, S> o, V a, V b) {
    return o.op(Matrices.BMM, a, b);
  }

  static <V, S> V product(Ops<V, S> o, V a, V b, V c) {
    return product(o, product(o, a, b), c);
  }

  /** Elements on and below the diagonal {@code diagonal}. */
  static <V, S> V lower(Ops<V, S> o, V x, long diagonal) {
    return o.with(Matrices.TRIL, x, List.of(o.literal(diagonal)));
  }

  /** Elements on and above the diagonal {@code diagonal}. */
  static <V, S> V upper(Ops<V, S> o, V x, long diagonal) {
    return o.with(Matrices.TRIU, x, List.of(o.literal(diagonal)));
  }

  /** Vectors (..., n) as rows (..., 1, n), which multiply the columns of a matrix. */
  static <V, S> V asRow(Ops<V, S> o, V x) {
    return o.with(Views.UNSQUEEZE, x, List.of(o.literal(-2)));
  }

  /** Vectors (..., n) as columns (..., n, 1), which multiply the rows of a matrix. */
  static <V, S> V asColumn(Ops<V, S> o, V x) {
    return o.with(Views.UNSQUEEZE, x, List.of(o.literal(-1)));
  }

  static <V, S> V skew(Ops<V, S> o, V x) {
    return Arithmetic.sub(o, x, transposed(o, x));
  }

  /** The leading dimensions of {@code x}, and behind them others. */
  static <D> List<D> behind(List<D> x, List<D> others) {
    List<D> shape = new ArrayList<>(x.subList(0, x.size() - 2));
    shape.addAll(others);
    return List.copyOf(shape);
  }

  /** The shape of an operand which counts matrices. */
  static <D> List<D> matrices(ShapeCall<D> call, int operand, String name) {
    List<D> x = call.operand(operand);
    if (x.size() < 2) {
      throw new ShapeMismatch(
          "a matrix has at least two dimensions, but %s has shape %s"
              .formatted(name, ShapeRules.text(x)));
    }
    return x;
  }

  /** The shape of operand 0, which counts square matrices. */
  static <D> List<D> squares(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = matrices(call, 0, "x");
    ShapeRules.same(
        dims,
        x.get(x.size() - 2),
        x.getLast(),
        () -> "matrices of shape " + ShapeRules.text(x) + " are not square");
    return x;
  }
}
