/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.gradsmith.ir.op.Sample.Input;

/**
 * Views of a part of a tensor, and what undoes each: zeros of the whole shape with the part's
 * values written, or added, where the part lies.
 */
public final class Slices {
  /**
   * Every {@code step}-th place of a dimension from {@code start} up to, not including, {@code
   * stop}. Negative bounds count from the end; bounds outside the dimension are moved into it.
   */
  public static final Op SLICE =
      Op.named("slice")
          .linear("x", Slices::sliceX)
          .attribute("dim", INT)
          .attribute("start", INT)
          .attribute("stop", INT)
          .attribute("step", INT)
          .result(DTypeRule.FIRST)
          .shape(Slices::sliceShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(2, 5)).with(1L, 1L, 4L, 2L))
          .sample(Sample.of(Input.of(4, 2)).with(-2L, -3L, Long.MAX_VALUE, 1L))
          .build();

  /** Zeros of a shape, with g in the place of the slice. */
  public static final Op SLICE_GRAD =
      Op.named("sliceGrad")
          .linear("g", Slices::sliceGradG)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .attribute("start", INT)
          .attribute("stop", INT)
          .attribute("step", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2, 2)).with(List.of(2L, 5L), 1L, 1L, 4L, 2L))
          .build();

  /** The part at {@code index} of a dimension, which vanishes. */
  public static final Op SELECT =
      Op.named("select")
          .linear("x", Slices::selectX)
          .attribute("dim", INT)
          .attribute("index", INT)
          .result(DTypeRule.FIRST)
          .shape(Slices::selectShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(0L, 1L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(-2L, -1L))
          .build();

  /** Zeros of a shape, with g at {@code index} of a dimension. */
  public static final Op SELECT_GRAD =
      Op.named("selectGrad")
          .linear("g", Slices::selectGradG)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .attribute("index", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2)).with(List.of(2L, 3L), 1L, -1L))
          .build();

  /**
   * The elements whose index along {@code dim2} exceeds that along {@code dim1} by {@code offset};
   * the two dimensions vanish, the diagonal becomes the last one.
   */
  public static final Op DIAGONAL =
      Op.named("diagonal")
          .linear("x", Slices::diagonalX)
          .attribute("offset", INT, new AttributeSpec.Standard.Literal(0))
          .attribute("dim1", INT, new AttributeSpec.Standard.Literal(0))
          .attribute("dim2", INT, new AttributeSpec.Standard.Literal(1))
          .result(DTypeRule.FIRST)
          .shape(Slices::diagonalShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(3, 4)).with(1L, 0L, 1L))
          .sample(Sample.of(Input.of(3, 2, 4)).with(-1L, 0L, -1L))
          .build();

  /** Zeros of a shape, with g on a diagonal. */
  public static final Op DIAGONAL_GRAD =
      Op.named("diagonalGrad")
          .linear("g", Slices::diagonalGradG)
          .attribute("shape", SHAPE)
          .attribute("offset", INT)
          .attribute("dim1", INT)
          .attribute("dim2", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3)).with(List.of(3L, 4L), 1L, 0L, 1L))
          .build();

  /**
   * All windows of a dimension: it counts windows, {@code step} apart, and a new last dimension
   * counts the {@code size} places in a window, {@code dilation} apart.
   */
  public static final Op UNFOLD =
      Op.named("unfold")
          .linear("x", Slices::unfoldX)
          .attribute("dim", INT)
          .attribute("size", INT)
          .attribute("step", INT)
          .attribute("dilation", INT, new AttributeSpec.Standard.Literal(1))
          .result(DTypeRule.FIRST)
          .shape(Slices::unfoldShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(5)).with(0L, 3L, 1L, 1L))
          .sample(Sample.of(Input.of(2, 7)).with(-1L, 3L, 2L, 2L))
          .build();

  /** Zeros of a shape, with g added where the windows lie. */
  public static final Op UNFOLD_GRAD =
      Op.named("unfoldGrad")
          .linear("g", Slices::unfoldGradG)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .attribute("size", INT)
          .attribute("step", INT)
          .attribute("dilation", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(3, 3)).with(List.of(5L), 0L, 3L, 1L, 1L))
          .sample(Sample.of(Input.of(2, 2, 3)).with(List.of(2L, 7L), 1L, 3L, 2L, 2L))
          .build();

  private Slices() {}

  static List<Op> all() {
    return List.of(
        SLICE, SLICE_GRAD, SELECT, SELECT_GRAD, DIAGONAL, DIAGONAL_GRAD, UNFOLD, UNFOLD_GRAD);
  }

  /**
   * The places of a slice in a dimension.
   *
   * @param start the first one
   * @param length how many
   */
  public record Range(long start, long length) {
    /** Bounds as the ops take them: negative ones count from the end, then both are clamped. */
    public static Range of(long size, long start, long stop, long step) {
      long from = Math.clamp(start < 0 ? start + size : start, 0L, size);
      long to = Math.clamp(stop < 0 ? stop + size : stop, from, size);
      return new Range(from, Math.ceilDiv(to - from, step));
    }
  }

  /** Length of the diagonal of a matrix; 0 where it lies outside. */
  public static long diagonalLength(long rows, long columns, long offset) {
    long length = offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns);
    return Math.max(length, 0);
  }

  private static <D> List<List<D>> sliceShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = new ArrayList<>(call.operand(0));
    int dim = existing(call.constant(0), shape);
    long step = call.constant(3);
    if (step < 1) {
      throw new ShapeMismatch("the step must be at least 1, but is " + step);
    }
    OptionalLong size = dims.value(shape.get(dim));
    shape.set(
        dim,
        size.isPresent()
            ? dims.literal(
                Range.of(size.getAsLong(), call.constant(1), call.constant(2), step).length())
            : dims.unknown());
    return List.of(List.copyOf(shape));
  }

  private static <D> List<List<D>> selectShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = new ArrayList<>(call.operand(0));
    int dim = existing(call.constant(0), shape);
    long index = call.constant(1);
    OptionalLong size = dims.value(shape.get(dim));
    if (size.isPresent() && (index < -size.getAsLong() || index >= size.getAsLong())) {
      throw new IndexMismatch(
          "index %d is out of range for dimension %d of %s, which has size %d"
              .formatted(
                  index, call.constant(0), ShapeRules.text(call.operand(0)), size.getAsLong()));
    }
    shape.remove(dim);
    return List.of(List.copyOf(shape));
  }

  private static <D> List<List<D>> diagonalShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> from = call.operand(0);
    int dim1 = existing(call.constant(1), from);
    int dim2 = existing(call.constant(2), from);
    if (dim1 == dim2) {
      throw new ShapeMismatch(
          "a diagonal lies between two dimensions, but both given are " + call.constant(1));
    }
    List<D> shape = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      if (i != dim1 && i != dim2) {
        shape.add(from.get(i));
      }
    }
    OptionalLong rows = dims.value(from.get(dim1));
    OptionalLong columns = dims.value(from.get(dim2));
    shape.add(
        rows.isPresent() && columns.isPresent()
            ? dims.literal(diagonalLength(rows.getAsLong(), columns.getAsLong(), call.constant(0)))
            : dims.unknown());
    return List.of(List.copyOf(shape));
  }

  private static <D> List<List<D>> unfoldShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = new ArrayList<>(call.operand(0));
    int dim = ShapeRules.dimension(call.constant(0), shape.size());
    long size = call.constant(1);
    long step = call.constant(2);
    long dilation = call.constant(3);
    OptionalLong all = shape.isEmpty() ? OptionalLong.of(1) : dims.value(shape.get(dim));
    if (size < 0 || step < 1 || dilation < 1) {
      throw new ShapeMismatch(
          "windows have a size of 0 or more, a step and a dilation of 1 or more, but these are %d, %d and %d"
              .formatted(size, step, dilation));
    }
    long reach = size == 0 ? 0 : dilation * (size - 1) + 1;
    if (all.isPresent() && reach > all.getAsLong()) {
      throw new ShapeMismatch(
          "a window of %d places does not fit in dimension %d of size %d"
              .formatted(reach, call.constant(0), all.getAsLong()));
    }
    if (!shape.isEmpty()) {
      shape.set(
          dim,
          all.isPresent() ? dims.literal((all.getAsLong() - reach) / step + 1) : dims.unknown());
    }
    shape.add(dims.literal(size));
    return List.of(List.copyOf(shape));
  }

  /** A dimension that is really there: a single number has none. */
  private static <D> int existing(long dim, List<D> shape) {
    if (shape.isEmpty()) {
      throw new ShapeMismatch("the tensor is a single number and has no dimension " + dim);
    }
    return ShapeRules.dimension(dim, shape.size());
  }

  private static <V, S> V sliceX(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        SLICE_GRAD,
        c.cotangent(),
        List.of(c.shape(0), c.attribute(0), c.attribute(1), c.attribute(2), c.attribute(3)));
  }

  private static <V, S> V sliceGradG(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        SLICE,
        c.cotangent(),
        List.of(c.attribute(1), c.attribute(2), c.attribute(3), c.attribute(4)));
  }

  private static <V, S> V selectX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SELECT_GRAD, c.cotangent(), List.of(c.shape(0), c.attribute(0), c.attribute(1)));
  }

  private static <V, S> V selectGradG(Ops<V, S> o, Call<V, S> c) {
    return o.with(SELECT, c.cotangent(), List.of(c.attribute(1), c.attribute(2)));
  }

  private static <V, S> V diagonalX(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        DIAGONAL_GRAD,
        c.cotangent(),
        List.of(c.shape(0), c.attribute(0), c.attribute(1), c.attribute(2)));
  }

  private static <V, S> V diagonalGradG(Ops<V, S> o, Call<V, S> c) {
    return o.with(DIAGONAL, c.cotangent(), List.of(c.attribute(1), c.attribute(2), c.attribute(3)));
  }

  private static <V, S> V unfoldX(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        UNFOLD_GRAD,
        c.cotangent(),
        List.of(c.shape(0), c.attribute(0), c.attribute(1), c.attribute(2), c.attribute(3)));
  }

  private static <V, S> V unfoldGradG(Ops<V, S> o, Call<V, S> c) {
    return o.with(
        UNFOLD,
        c.cotangent(),
        List.of(c.attribute(1), c.attribute(2), c.attribute(3), c.attribute(4)));
  }
}
