/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.Sample.Input;

/** Matrix products. The three forms around a linear layer are closed under differentiation. */
public final class LinearAlgebra {
  /** Product of two matrices: (M, K) · (K, N). */
  public static final Op MATMUL =
      Op.named("matmul")
          .operand("a", LinearAlgebra::matmulA)
          .operand("b", LinearAlgebra::matmulB)
          .result(DTypeRule.PROMOTE)
          .shape(LinearAlgebra::matmulShape)
          .batching(ProductsBatching::matmul)
          .sample(Sample.of(Input.of(2, 3), Input.of(3, 4)))
          .build();

  /** x · weightᵀ: (..., in) and (out, in) give (..., out). */
  public static final Op LINEAR =
      Op.named("linear")
          .operand("x", LinearAlgebra::linearX)
          .operand("weight", LinearAlgebra::linearWeight)
          .result(DTypeRule.PROMOTE)
          .shape(LinearAlgebra::linearShape)
          .batching(ProductsBatching::linear)
          .sample(Sample.of(Input.of(2, 3), Input.of(4, 3)))
          .sample(Sample.of(Input.of(3), Input.of(4, 3)))
          .sample(Sample.of(Input.of(2, 2, 3), Input.of(4, 3)))
          .build();

  /** g · weight: (..., out) and (out, in) give (..., in); the cotangent of a linear map's input. */
  public static final Op LINEAR_GRAD_INPUT =
      Op.named("linearGradInput")
          .operand("g", LinearAlgebra::linearGradInputG)
          .operand("weight", LinearAlgebra::linearGradInputWeight)
          .result(DTypeRule.PROMOTE)
          .shape(LinearAlgebra::linearGradInputShape)
          .batching(ProductsBatching::linearGradInput)
          .sample(Sample.of(Input.of(2, 4), Input.of(4, 3)))
          .build();

  /**
   * gᵀ · x summed over all leading dimensions: (..., out) and (..., in) give (out, in); the
   * cotangent of a linear map's weight.
   */
  public static final Op LINEAR_GRAD_WEIGHT =
      Op.named("linearGradWeight")
          .operand("g", LinearAlgebra::linearGradWeightG)
          .operand("x", LinearAlgebra::linearGradWeightX)
          .result(DTypeRule.PROMOTE)
          .shape(LinearAlgebra::linearGradWeightShape)
          .batching(ProductsBatching::linearGradWeight)
          .sample(Sample.of(Input.of(2, 4), Input.of(2, 3)))
          .sample(Sample.of(Input.of(2, 2, 4), Input.of(2, 2, 3)))
          .build();

  private LinearAlgebra() {}

  static List<Op> all() {
    return List.of(MATMUL, LINEAR, LINEAR_GRAD_INPUT, LINEAR_GRAD_WEIGHT);
  }

  private static <D> List<List<D>> matmulShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> a = call.operand(0);
    List<D> b = call.operand(1);
    ShapeRules.rank(a, 2, "a", "M, K");
    ShapeRules.rank(b, 2, "b", "K, N");
    ShapeRules.same(
        dims,
        a.get(1),
        b.get(0),
        () ->
            "%s and %s do not multiply: %s columns against %s rows"
                .formatted(ShapeRules.text(a), ShapeRules.text(b), a.get(1), b.get(0)));
    return List.of(List.of(a.get(0), b.get(1)));
  }

  private static <D> List<List<D>> linearShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> x = call.operand(0);
    List<D> weight = call.operand(1);
    return List.of(
        replaceLast(dims, x, "input", weight, weight.size() == 2 ? weight.get(1) : null, 0));
  }

  private static <D> List<List<D>> linearGradInputShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> g = call.operand(0);
    List<D> weight = call.operand(1);
    return List.of(
        replaceLast(dims, g, "cotangent", weight, weight.size() == 2 ? weight.get(0) : null, 1));
  }

  private static <D> List<D> replaceLast(
      Dims<D> dims,
      List<D> x,
      String what,
      List<D> weight,
      @org.jspecify.annotations.Nullable D contracted,
      int kept) {
    ShapeRules.rank(weight, 2, "weight", "out, in");
    if (contracted == null || x.isEmpty()) {
      throw new ShapeMismatch(what + " needs at least one dimension, but is a single number");
    }
    D last = x.getLast();
    ShapeRules.same(
        dims,
        last,
        contracted,
        () ->
            "%s %s has %s features, but the weight %s takes %s"
                .formatted(what, ShapeRules.text(x), last, ShapeRules.text(weight), contracted));
    List<D> result = new ArrayList<>(x);
    result.set(x.size() - 1, weight.get(kept));
    return List.copyOf(result);
  }

  private static <D> List<List<D>> linearGradWeightShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(List.of(call.operand(0).getLast(), call.operand(1).getLast()));
  }

  private static <V, S> V matmulA(Ops<V, S> o, Call<V, S> c) {
    return o.op(MATMUL, c.cotangent(), transposed(o, c.operand(1)));
  }

  private static <V, S> V matmulB(Ops<V, S> o, Call<V, S> c) {
    return o.op(MATMUL, transposed(o, c.operand(0)), c.cotangent());
  }

  private static <V, S> V transposed(Ops<V, S> o, V matrix) {
    return o.with(Views.TRANSPOSE, matrix, List.of(o.literal(0), o.literal(1)));
  }

  private static <V, S> V linearX(Ops<V, S> o, Call<V, S> c) {
    return o.op(LINEAR_GRAD_INPUT, c.cotangent(), c.operand(1));
  }

  private static <V, S> V linearWeight(Ops<V, S> o, Call<V, S> c) {
    return o.op(LINEAR_GRAD_WEIGHT, c.cotangent(), c.operand(0));
  }

  private static <V, S> V linearGradInputG(Ops<V, S> o, Call<V, S> c) {
    return o.op(LINEAR, c.cotangent(), c.operand(1));
  }

  private static <V, S> V linearGradInputWeight(Ops<V, S> o, Call<V, S> c) {
    return o.op(LINEAR_GRAD_WEIGHT, c.operand(0), c.cotangent());
  }

  private static <V, S> V linearGradWeightG(Ops<V, S> o, Call<V, S> c) {
    return o.op(LINEAR, c.operand(1), c.cotangent());
  }

  private static <V, S> V linearGradWeightX(Ops<V, S> o, Call<V, S> c) {
    return o.op(LINEAR_GRAD_INPUT, c.operand(0), c.cotangent());
  }
}
