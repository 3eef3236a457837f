/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Ops that read or write where integer tensors say. Indices are int32 or int64 and count from 0.
 * What reads has an adjoint that adds, so an element read twice gets both gradients.
 */
public final class Indexing {
  private static final String INDEX = "an index counts places; it has no derivative";

  /** result[i][j] = x[i][index[i][j]] for dim 1: reads along a dimension, in index's shape. */
  public static final Op GATHER =
      Op.named("gather")
          .linear("x", Indexing::gatherX)
          .passiveOperand("index", INDEX)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(Indexing::gatherShape)
          .sample(Sample.of(Input.of(3, 4), Input.indices(4, 3, 2)).with(1L))
          .sample(Sample.of(Input.of(3, 4), Input.indices(3, 5, 2)).with(-2L))
          .build();

  /** Zeros of a shape, with g[i][j] added at [i][index[i][j]] for dim 1: the adjoint of gather. */
  public static final Op SCATTER_SUM =
      Op.named("scatterSum")
          .linear("g", Indexing::scatterSumG)
          .passiveOperand("index", INDEX)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(Indexing::scatterSumShape)
          .sample(Sample.of(Input.of(3, 2), Input.indices(4, 3, 2)).with(List.of(3L, 4L), 1L))
          .build();

  private Indexing() {}

  static List<Op> all() {
    return List.of(GATHER, SCATTER_SUM);
  }

  private static <D> List<List<D>> gatherShape(Dims<D> dims, ShapeCall<D> call) {
    within(dims, call.operand(1), call.operand(0), call.constant(0), "x");
    return List.of(call.operand(1));
  }

  private static <D> List<List<D>> scatterSumShape(Dims<D> dims, ShapeCall<D> call) {
    within(dims, call.operand(1), call.sizes(0), call.constant(1), "the result");
    return List.of(call.sizes(0));
  }

  /** Indices along one dimension stay, in the others, within the tensor they count in. */
  private static <D> void within(
      Dims<D> dims, List<D> index, List<D> whole, long dim, String what) {
    int rank = Math.max(whole.size(), 1);
    if (Math.max(index.size(), 1) != rank) {
      throw new ShapeMismatch(
          "index %s and %s %s must have the same number of dimensions"
              .formatted(ShapeRules.text(index), what, ShapeRules.text(whole)));
    }
    int along = ShapeRules.dimension(dim, rank);
    for (int i = 0; i < index.size() && i < whole.size(); i++) {
      OptionalLong size = dims.value(index.get(i));
      OptionalLong most = dims.value(whole.get(i));
      if (i != along
          && size.isPresent()
          && most.isPresent()
          && size.getAsLong() > most.getAsLong()) {
        throw new ShapeMismatch(
            "index %s reaches beyond %s %s in dimension %d"
                .formatted(ShapeRules.text(index), what, ShapeRules.text(whole), i));
      }
    }
  }

  private static <V, S> V gatherX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SCATTER_SUM, c.cotangent(), c.operand(1), List.of(c.shape(0), c.attribute(0)));
  }

  private static <V, S> V scatterSumG(Ops<V, S> o, Call<V, S> c) {
    return o.with(GATHER, c.cotangent(), c.operand(1), List.of(c.attribute(1)));
  }
}
