/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.gradsmith.ir.op.Dims.Answer;
import org.gradsmith.ir.op.Sample.Input;

/** Ops that look at the same elements in another shape. */
public final class Views {
  /** The same elements under another shape; one size may be -1. Needs compatible strides. */
  public static final Op VIEW =
      Op.named("view")
          .linear("x", Views::viewX)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Views::viewShape)
          .batching(ViewsBatching::view)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(List.of(3L, 2L)))
          .sample(Sample.of(Input.of(2, 3, 4)).with(List.of(2L, -1L)))
          .build();

  /** Like view, but copies where the strides do not allow a view. */
  public static final Op RESHAPE =
      Op.named("reshape")
          .linear("x", Views::viewX)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Views::viewShape)
          .batching(ViewsBatching::view)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(List.of(6L)))
          .build();

  /** Repeats dimensions of size 1, and new ones at the front, without copying. */
  public static final Op EXPAND =
      Op.named("expand")
          .linear("x", Views::expandX)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Views::expandShape)
          .batching(ViewsBatching::expand)
          .view()
          .sample(Sample.of(Input.of(3)).with(List.of(2L, 3L)))
          .sample(Sample.of(Input.of(2, 1)).with(List.of(2L, 3L)))
          .build();

  /**
   * Repeats along one dimension, which is there with size 1 if keepDim is 1: what undoes a sum
   * along a dimension.
   */
  public static final Op EXPAND_DIM =
      Op.named("expandDim")
          .linear("x", Views::expandDimX)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .attribute("keepDim", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(2)).with(List.of(2L, 3L), 1L, 0L))
          .build();

  /** Swaps two dimensions. */
  public static final Op TRANSPOSE =
      Op.named("transpose")
          .linear("x", Views::transposeX)
          .attribute("dim0", INT)
          .attribute("dim1", INT)
          .result(DTypeRule.FIRST)
          .shape(Views::transposeShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(0L, 1L))
          .sample(Sample.of(Input.of(2, 3, 4)).with(-1L, 0L))
          .build();

  /** Puts the dimensions in another order: dimension i of the result is dims[i] of x. */
  public static final Op PERMUTE =
      Op.named("permute")
          .linear("x", Views::permuteX)
          .attribute("dims", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Views::permuteShape)
          .batching(ViewsBatching::permute)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(List.of(1L, 0L)))
          .sample(Sample.of(Input.of(2, 3, 4)).with(List.of(2L, 0L, -2L)))
          .build();

  /** Undoes permute: dimension dims[i] of the result is dimension i of x. */
  public static final Op PERMUTE_BACK =
      Op.named("permuteBack")
          .linear("x", Views::permuteBackX)
          .attribute("dims", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Views::permuteBackShape)
          .batching(ViewsBatching::permute)
          .view()
          .sample(Sample.of(Input.of(2, 3, 4)).with(List.of(2L, 0L, 1L)))
          .build();

  /** Leaves out those of the given dimensions that have size 1. */
  public static final Op SQUEEZE =
      Op.named("squeeze")
          .linear("x", Views::viewX)
          .attribute("dims", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Views::squeezeShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(2, 1, 3, 1)).with(List.of(0L, 1L, -1L)))
          .sample(Sample.of(Input.of(1, 3)).with(List.of(0L)))
          .build();

  /** Puts a dimension of size 1 in front of dimension {@code dim}; -1 puts it last. */
  public static final Op UNSQUEEZE =
      Op.named("unsqueeze")
          .linear("x", Views::viewX)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(Views::unsqueezeShape)
          .batching(Batching.SHIFTED)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .sample(Sample.of(Input.of(2, 3)).with(-1L))
          .build();

  private Views() {}

  static List<Op> all() {
    return List.of(
        VIEW, RESHAPE, EXPAND, EXPAND_DIM, TRANSPOSE, PERMUTE, PERMUTE_BACK, SQUEEZE, UNSQUEEZE);
  }

  private static <D> List<List<D>> viewShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> from = call.operand(0);
    List<D> to = new ArrayList<>(call.sizes(0));
    D count = ShapeRules.product(dims, from);
    D rest = dims.literal(1);
    int open = -1;
    for (int i = 0; i < to.size(); i++) {
      OptionalLong size = dims.value(to.get(i));
      if (size.isPresent() && size.getAsLong() == -1) {
        if (open >= 0) {
          throw new ShapeMismatch("only one size of a shape can be -1, but " + ShapeRules.text(to));
        }
        open = i;
      } else if (size.isPresent() && size.getAsLong() < 0) {
        throw new ShapeMismatch("shape " + ShapeRules.text(to) + " has a negative size");
      } else {
        rest = dims.times(rest, to.get(i));
      }
    }
    if (open >= 0) {
      inferOpen(dims, from, to, open, count, rest);
    } else if (dims.equal(count, rest) == Answer.NO) {
      throw new ShapeMismatch(doesNotFit(from, to, count, rest));
    }
    return List.of(List.copyOf(to));
  }

  private static <D> void inferOpen(
      Dims<D> dims, List<D> from, List<D> to, int open, D count, D rest) {
    OptionalLong divisor = dims.value(rest);
    if (divisor.isPresent() && divisor.getAsLong() == 0) {
      throw new ShapeMismatch(
          "the size behind -1 in %s cannot be inferred for a tensor without elements"
              .formatted(ShapeRules.text(to)));
    }
    D quotient = dims.floorDivide(count, rest);
    if (dims.equal(dims.times(quotient, rest), count) == Answer.NO) {
      throw new ShapeMismatch(doesNotFit(from, to, count, rest));
    }
    to.set(open, quotient);
  }

  private static <D> String doesNotFit(List<D> from, List<D> to, D count, D rest) {
    return "%s has %s elements, which do not fit %s%s"
        .formatted(
            ShapeRules.text(from),
            count,
            ShapeRules.text(to),
            to.stream().anyMatch(d -> "-1".equals(String.valueOf(d)))
                ? " (not a multiple of " + rest + ")"
                : " (" + rest + " elements)");
  }

  private static <D> List<List<D>> expandShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> from = call.operand(0);
    List<D> to = new ArrayList<>(call.sizes(0));
    int added = to.size() - from.size();
    if (added < 0) {
      throw new ShapeMismatch(
          "shape %s has fewer dimensions than %s"
              .formatted(ShapeRules.text(to), ShapeRules.text(from)));
    }
    for (int i = 0; i < to.size(); i++) {
      long target = dims.value(to.get(i)).orElse(0);
      if (target < (i < added ? 0 : -1)) {
        throw new ShapeMismatch(
            "%s does not expand to %s: dimension %d is %s"
                .formatted(
                    ShapeRules.text(from),
                    ShapeRules.text(to),
                    i,
                    target == -1 ? "new, so that its size must be given" : "negative"));
      }
    }
    for (int i = 0; i < from.size(); i++) {
      D size = from.get(i);
      OptionalLong target = dims.value(to.get(added + i));
      OptionalLong source = dims.value(size);
      if (target.isPresent() && target.getAsLong() == -1) {
        to.set(added + i, size);
      } else if (source.isPresent()
          && source.getAsLong() != 1
          && dims.equal(size, to.get(added + i)) == Answer.NO) {
        throw new ShapeMismatch(
            "%s does not expand to %s: dimension %d has size %s, and only size 1 can be repeated"
                .formatted(ShapeRules.text(from), ShapeRules.text(to), i, size));
      }
    }
    return List.of(List.copyOf(to));
  }

  private static <D> List<List<D>> transposeShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = new ArrayList<>(call.operand(0));
    if (shape.isEmpty()) {
      return List.of(shape);
    }
    int a = ShapeRules.dimension(call.constant(0), shape.size());
    int b = ShapeRules.dimension(call.constant(1), shape.size());
    D swapped = shape.set(a, shape.get(b));
    shape.set(b, swapped);
    return List.of(List.copyOf(shape));
  }

  private static <D> List<List<D>> permuteShape(Dims<D> dims, ShapeCall<D> call) {
    return permuted(dims, call, false);
  }

  private static <D> List<List<D>> permuteBackShape(Dims<D> dims, ShapeCall<D> call) {
    return permuted(dims, call, true);
  }

  private static <D> List<List<D>> permuted(Dims<D> dims, ShapeCall<D> call, boolean back) {
    List<D> from = call.operand(0);
    List<Long> order = ShapeRules.constants(dims, call, 0);
    if (order.size() != from.size()) {
      throw new ShapeMismatch(
          "%s has %d dimensions, but %s names %d"
              .formatted(ShapeRules.text(from), from.size(), ShapeRules.text(order), order.size()));
    }
    List<D> to = new ArrayList<>(from);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < from.size(); i++) {
      int dim = ShapeRules.dimension(order.get(i), from.size());
      if (!seen.add(dim)) {
        throw new ShapeMismatch("%s names a dimension twice".formatted(ShapeRules.text(order)));
      }
      to.set(back ? dim : i, from.get(back ? i : dim));
    }
    return List.of(List.copyOf(to));
  }

  private static <D> List<List<D>> squeezeShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> from = call.operand(0);
    Set<Integer> named = new HashSet<>();
    for (long dim : ShapeRules.constants(dims, call, 0)) {
      if (!named.add(ShapeRules.dimension(dim, from.size()))) {
        throw new ShapeMismatch("dimension %d is named twice".formatted(dim));
      }
    }
    List<D> to = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      boolean dropped =
          named.contains(i) && dims.value(from.get(i)).orElseThrow(UnknownShape::new) == 1;
      if (!dropped) {
        to.add(from.get(i));
      }
    }
    return List.of(List.copyOf(to));
  }

  private static <D> List<List<D>> unsqueezeShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = new ArrayList<>(call.operand(0));
    shape.add(ShapeRules.dimension(call.constant(0), shape.size() + 1), dims.literal(1));
    return List.of(List.copyOf(shape));
  }

  private static <V, S> V permuteX(Ops<V, S> o, Call<V, S> c) {
    return o.with(PERMUTE_BACK, c.cotangent(), List.of(c.attribute(0)));
  }

  private static <V, S> V permuteBackX(Ops<V, S> o, Call<V, S> c) {
    return o.with(PERMUTE, c.cotangent(), List.of(c.attribute(0)));
  }

  private static <V, S> V viewX(Ops<V, S> o, Call<V, S> c) {
    return o.with(RESHAPE, c.cotangent(), List.of(c.shape(0)));
  }

  private static <V, S> V expandX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_TO, c.cotangent(), List.of(c.shape(0)));
  }

  private static <V, S> V expandDimX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Reductions.SUM_DIM, c.cotangent(), List.of(c.attribute(1), c.attribute(2)));
  }

  private static <V, S> V transposeX(Ops<V, S> o, Call<V, S> c) {
    return o.with(TRANSPOSE, c.cotangent(), List.of(c.attribute(0), c.attribute(1)));
  }
}
