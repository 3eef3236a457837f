/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.NUMBER;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Ops that read or write where integer tensors say. Indices are int32 or int64 and count from 0;
 * only flat positions may count from the end. What reads has an adjoint that adds, so an element
 * read twice gets both gradients.
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
          .batching(Batching.SHIFTED)
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
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3, 2), Input.indices(4, 3, 2)).with(List.of(3L, 4L), 1L))
          .build();

  /** The parts of a dimension that a list of indices names, in that order. */
  public static final Op INDEX_SELECT =
      Op.named("indexSelect")
          .linear("x", Indexing::indexSelectX)
          .passiveOperand("index", INDEX)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(Indexing::indexSelectShape)
          .batching(IndexingBatching::indexSelect)
          .sample(Sample.of(Input.of(3, 4), Input.indices(3, 5)).with(0L))
          .sample(Sample.of(Input.of(3, 4, 2), Input.indices(4, 2)).with(-2L))
          .build();

  /** Zeros of a shape, with part i of g added at index[i] of a dimension. */
  public static final Op INDEX_SUM =
      Op.named("indexSum")
          .linear("g", Indexing::indexSumG)
          .passiveOperand("index", INDEX)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(IndexingBatching::indexSum)
          .sample(Sample.of(Input.of(5, 4), Input.indices(3, 5)).with(List.of(3L, 4L), 0L))
          .build();

  /**
   * The elements at positions in x's row-major order, in the shape of the positions; a negative
   * position counts from the end.
   */
  public static final Op TAKE =
      Op.named("take")
          .linear("x", Indexing::takeX)
          .passiveOperand("positions", INDEX)
          .result(DTypeRule.FIRST)
          .shape(Indexing::takeShape)
          .batching(IndexingBatching::take)
          .sample(Sample.of(Input.of(3, 4), Input.indices(12, 2, 4)))
          .build();

  /** Zeros of a shape, with the elements of g added at positions: the adjoint of take. */
  public static final Op PUT_SUM =
      Op.named("putSum")
          .linear("g", Indexing::putG)
          .passiveOperand("positions", INDEX)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(IndexingBatching::putSum)
          .sample(Sample.of(Input.of(2, 4), Input.indices(12, 2, 4)).with(List.of(3L, 4L)))
          .build();

  /**
   * Zeros of a shape, with the elements of g at positions. Of several elements at one position the
   * last one stays; the derivative is that of distinct positions.
   */
  public static final Op PUT_ONLY =
      Op.named("putOnly")
          .linear("g", Indexing::putG)
          .passiveOperand("positions", INDEX)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(IndexingBatching::put)
          .sample(Sample.of(Input.of(1), Input.indices(12, 1)).with(List.of(3L, 4L)))
          .build();

  /** A copy of x with one value at positions. */
  public static final Op PUT_VALUE =
      Op.named("putValue")
          .elementwise("x", Indexing::zeroAtPositions)
          .passiveOperand("positions", INDEX)
          .attribute("value", NUMBER)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(IndexingBatching::put)
          .sample(Sample.of(Input.of(3, 4), Input.indices(12, 5)).with(0.5))
          .build();

  /**
   * A copy of x with the elements of source at positions. Of several elements at one position the
   * last one stays; the derivative is that of distinct positions.
   */
  public static final Op PUT =
      Op.named("put")
          .elementwise("x", Indexing::zeroAtPositionsOfPut)
          .operand("source", Indexing::putSource, Indexing::putSourceTangent)
          .passiveOperand("positions", INDEX)
          .result(DTypeRule.FIRST)
          .shape(Indexing::putShape)
          .batching(IndexingBatching::put)
          .sample(Sample.of(Input.of(3, 4), Input.of(1), Input.indices(12, 1)))
          .build();

  private Indexing() {}

  static List<Op> all() {
    return List.of(
        GATHER, SCATTER_SUM, INDEX_SELECT, INDEX_SUM, TAKE, PUT_SUM, PUT_ONLY, PUT_VALUE, PUT);
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

  private static <D> List<List<D>> indexSelectShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> index = call.operand(1);
    if (index.size() > 1) {
      throw new ShapeMismatch(
          "index must have one dimension, but has shape " + ShapeRules.text(index));
    }
    List<D> shape = new ArrayList<>(call.operand(0));
    int dim = ShapeRules.dimension(call.constant(0), shape.size());
    if (!shape.isEmpty()) {
      shape.set(dim, index.isEmpty() ? dims.literal(1) : index.getFirst());
    }
    return List.of(List.copyOf(shape));
  }

  private static <D> List<List<D>> takeShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(call.operand(1));
  }

  private static <D> List<List<D>> putShape(Dims<D> dims, ShapeCall<D> call) {
    D written = ShapeRules.product(dims, call.operand(1));
    D places = ShapeRules.product(dims, call.operand(2));
    if (dims.equal(written, places) == Dims.Answer.NO) {
      throw new ShapeMismatch(
          "source has %s elements, but there are %s positions".formatted(written, places));
    }
    return List.of(call.operand(0));
  }

  private static <V, S> V gatherX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SCATTER_SUM, c.cotangent(), c.operand(1), List.of(c.shape(0), c.attribute(0)));
  }

  private static <V, S> V scatterSumG(Ops<V, S> o, Call<V, S> c) {
    return o.with(GATHER, c.cotangent(), c.operand(1), List.of(c.attribute(1)));
  }

  private static <V, S> V indexSelectX(Ops<V, S> o, Call<V, S> c) {
    return o.with(INDEX_SUM, c.cotangent(), c.operand(1), List.of(c.shape(0), c.attribute(0)));
  }

  private static <V, S> V indexSumG(Ops<V, S> o, Call<V, S> c) {
    return o.with(INDEX_SELECT, c.cotangent(), c.operand(1), List.of(c.attribute(1)));
  }

  private static <V, S> V takeX(Ops<V, S> o, Call<V, S> c) {
    return o.with(PUT_SUM, c.cotangent(), c.operand(1), List.of(c.shape(0)));
  }

  private static <V, S> V putG(Ops<V, S> o, Call<V, S> c) {
    V taken = o.with(TAKE, c.cotangent(), c.operand(1), List.of());
    return o.with(Views.RESHAPE, taken, List.of(c.shape(0)));
  }

  private static <V, S> V zeroAtPositions(Ops<V, S> o, Call<V, S> c, V factor) {
    return o.with(PUT_VALUE, factor, c.operand(1), List.of(o.number(0)));
  }

  private static <V, S> V zeroAtPositionsOfPut(Ops<V, S> o, Call<V, S> c, V factor) {
    return o.with(PUT_VALUE, factor, c.operand(2), List.of(o.number(0)));
  }

  private static <V, S> V putSource(Ops<V, S> o, Call<V, S> c) {
    V taken = o.with(TAKE, c.cotangent(), c.operand(2), List.of());
    return o.with(Views.RESHAPE, taken, List.of(c.shape(1)));
  }

  private static <V, S> V putSourceTangent(Ops<V, S> o, Call<V, S> c, V tangent) {
    return o.with(PUT_ONLY, tangent, c.operand(2), List.of(c.shape(0)));
  }
}
