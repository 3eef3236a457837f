/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.op.AttributeSpec.Kind.INT;
import static org.gradsmith.ir.op.AttributeSpec.Kind.SHAPE;
import static org.gradsmith.ir.scalar.Scalar.operand;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.AttributeSpec.Standard.Literal;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;

/** Ops that combine the elements along some dimensions. */
public final class Reductions {
  /** Sum of all elements. */
  public static final Op SUM =
      Op.named("sum")
          .linear("x", Reductions::sumX)
          .result(DTypeRule.PROMOTE_SUM)
          .shape(Reductions::scalarShape)
          .batching(ReductionsBatching::sum)
          .sample(Sample.of(Input.of(2, 3)))
          .sample(Sample.of(Input.of()))
          .build();

  /** Mean of all elements. */
  public static final Op MEAN =
      Op.named("mean")
          .linear("x", Reductions::meanX)
          .result(DTypeRule.PROMOTE_FLOAT)
          .shape(Reductions::scalarShape)
          .batching(ReductionsBatching::mean)
          .sample(Sample.of(Input.of(2, 3)))
          .build();

  /** Every element of g divided by the number of elements of the given shape: mean's cotangent. */
  public static final Op DIVIDE_BY_COUNT =
      Op.named("divideByCount")
          .linear("g", Reductions::divideByCountG)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::sameAsFirst)
          .batching(Batching.LEADING)
          .sample(Sample.of(Input.of()).with(List.of(2L, 3L)))
          .build();

  /** Sum along one dimension, which stays with size 1 if keepDim is 1. */
  public static final Op SUM_DIM =
      Op.named("sumDim")
          .linear("x", Reductions::sumDimX)
          .attribute("dim", INT)
          .attribute("keepDim", INT, new Literal(0))
          .result(DTypeRule.PROMOTE_SUM)
          .shape(Reductions::alongDim)
          .rows(sumOfRow())
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2, 3)).with(1L, 1L))
          .sample(Sample.of(Input.of(2, 3)).with(0L, 0L))
          .build();

  /** Sum over all dimensions but one: the cotangent of a bias along that dimension. */
  public static final Op SUM_EXCEPT =
      Op.named("sumExcept")
          .linear("x", Reductions::sumExceptX)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(Reductions::sumExceptShape)
          .batching(ReductionsBatching::sumExcept)
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .sample(Sample.of(Input.of(2, 3, 2)).with(1L))
          .build();

  /** A vector laid along one dimension of the given shape: what undoes {@link #SUM_EXCEPT}. */
  public static final Op SPREAD =
      Op.named("spread")
          .linear("x", Reductions::spreadX)
          .attribute("shape", SHAPE)
          .attribute("dim", INT)
          .result(DTypeRule.FIRST)
          .shape(ShapeRules::asGiven)
          .batching(ReductionsBatching::spread)
          .sample(Sample.of(Input.of(3)).with(List.of(2L, 3L, 2L), 1L))
          .build();

  /** Sum down to a shape that broadcasts to the operand's: the cotangent of a broadcast. */
  public static final Op SUM_TO =
      Op.named("sumTo")
          .linear("x", Reductions::sumToX)
          .attribute("shape", SHAPE)
          .result(DTypeRule.FIRST)
          .shape(Reductions::sumToShape)
          .batching(ReductionsBatching::sumTo)
          .view()
          .sample(Sample.of(Input.of(2, 3)).with(List.of(3L)))
          .sample(Sample.of(Input.of(2, 3)).with(List.of(2L, 1L)))
          .sample(Sample.of(Input.of(2, 3)).with(List.of(2L, 3L)))
          .build();

  /** Index of the largest element along a dimension, the first of equal ones. */
  public static final Op ARGMAX =
      Op.named("argmax")
          .passiveOperand("x", "an index is piecewise constant")
          .attribute("dim", INT)
          .result(DTypeRule.INT64)
          .shape(Reductions::argmaxShape)
          .rows(ExtremeRows.place(Fold.MAX))
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .build();

  /** Index of the smallest element along a dimension, the first of equal ones. */
  public static final Op ARGMIN =
      Op.named("argmin")
          .passiveOperand("x", "an index is piecewise constant")
          .attribute("dim", INT)
          .result(DTypeRule.INT64)
          .shape(Reductions::argmaxShape)
          .rows(ExtremeRows.place(Fold.MIN))
          .batching(Batching.SHIFTED)
          .sample(Sample.of(Input.of(2, 3)).with(1L))
          .build();

  private Reductions() {}

  static List<Op> all() {
    return List.of(SUM, MEAN, DIVIDE_BY_COUNT, SUM_DIM, SUM_EXCEPT, SPREAD, SUM_TO, ARGMAX, ARGMIN);
  }

  private static RowExpression sumOfRow() {
    return new RowExpression(
        List.of(RowExpression.Operand.of(Place.FULL)),
        List.of(new Reduction("sum", Fold.SUM, operand(0))),
        List.of(new Result("y", Target.ROW, operand(1))));
  }

  private static <D> List<List<D>> scalarShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(List.of());
  }

  /** Of an op whose attributes are dim and keepDim. */
  static <D> List<List<D>> alongDim(Dims<D> dims, ShapeCall<D> call) {
    return List.of(reduced(dims, call.operand(0), call.constant(0), call.constant(1) != 0));
  }

  private static <D> List<List<D>> argmaxShape(Dims<D> dims, ShapeCall<D> call) {
    return List.of(reduced(dims, call.operand(0), call.constant(0), false));
  }

  /** A shape without one dimension, or with size 1 there. */
  static <D> List<D> reduced(Dims<D> dims, List<D> shape, long dim, boolean keep) {
    int at = ShapeRules.dimension(dim, shape.size());
    List<D> result = new ArrayList<>(shape);
    if (shape.isEmpty()) {
      return result;
    }
    if (keep) {
      result.set(at, dims.literal(1));
    } else {
      result.remove(at);
    }
    return List.copyOf(result);
  }

  private static <D> List<List<D>> sumExceptShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> shape = call.operand(0);
    return List.of(List.of(shape.get(ShapeRules.dimension(call.constant(0), shape.size()))));
  }

  private static <D> List<List<D>> sumToShape(Dims<D> dims, ShapeCall<D> call) {
    List<D> target = call.sizes(0);
    ShapeRules.broadcast(dims, call.operand(0), target);
    return List.of(target);
  }

  private static <V, S> V sumX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Views.EXPAND, c.cotangent(), List.of(c.shape(0)));
  }

  private static <V, S> V meanX(Ops<V, S> o, Call<V, S> c) {
    V share = o.with(DIVIDE_BY_COUNT, c.cotangent(), List.of(c.shape(0)));
    return o.with(Views.EXPAND, share, List.of(c.shape(0)));
  }

  private static <V, S> V divideByCountG(Ops<V, S> o, Call<V, S> c) {
    return o.with(DIVIDE_BY_COUNT, c.cotangent(), List.of(c.attribute(0)));
  }

  private static <V, S> V sumDimX(Ops<V, S> o, Call<V, S> c) {
    List<S> attributes = List.of(c.shape(0), c.attribute(0), c.attribute(1));
    return o.with(Views.EXPAND_DIM, c.cotangent(), attributes);
  }

  private static <V, S> V sumExceptX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SPREAD, c.cotangent(), List.of(c.shape(0), c.attribute(0)));
  }

  private static <V, S> V spreadX(Ops<V, S> o, Call<V, S> c) {
    return o.with(SUM_EXCEPT, c.cotangent(), List.of(c.attribute(1)));
  }

  private static <V, S> V sumToX(Ops<V, S> o, Call<V, S> c) {
    return o.with(Views.EXPAND, c.cotangent(), List.of(c.shape(0)));
  }
}
