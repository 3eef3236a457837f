/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Views;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Which values of a straight line of rows have the same shape for sure, where all of its operands
 * have one shape, of which nothing else is known.
 */
final class AlikeShapes {
  /** What is known of a shape. Shapes of which the same is known are the same. */
  private sealed interface Shape {
    /** That of the operands. */
    record OfOperands() implements Shape {}

    /** Another one with size 1 along a dimension, or without it. */
    record Reduced(Shape whole, Attr dim, Attr keepDim) implements Shape {}

    /** No dimensions. */
    record OfNumber() implements Shape {}

    /** That of a value of which nothing is known. */
    record OfValue(Value value) implements Shape {}
  }

  /** In the order in which the values are made. */
  private final Map<Value, Shape> shapes = new LinkedHashMap<>();

  /**
   * @param line a method without receiver, whose nodes are ops
   */
  AlikeShapes(Method line) {
    line.parameters().forEach(v -> shapes.put(v, new Shape.OfOperands()));
    line.body().forEach(node -> add((Node.Apply) node));
  }

  /** What is known of the values of the line's reverse sweep as well. */
  void addReverse(Sweeps sweeps) {
    shapes.put(sweeps.cotangent(), shape(sweeps.result()));
    for (Step step : sweeps.reverse()) {
      if (step instanceof Step.Compute(Node.Apply node, String _)) {
        add(node);
      }
    }
  }

  /** Whether two values have the same shape for sure. */
  boolean same(Value a, Value b) {
    return shape(a).equals(shape(b));
  }

  /** By each value for which there is one, the first value of the same shape. */
  Map<Value, Value> models() {
    Map<Shape, Value> first = new HashMap<>();
    Map<Value, Value> models = new HashMap<>();
    shapes.forEach((value, shape) -> {
      Value model = first.putIfAbsent(shape, value);
      if (model != null) {
        models.put(value, model);
      }
    });
    return models;
  }

  private Shape shape(Value value) {
    return shapes.getOrDefault(value, new Shape.OfValue(value));
  }

  private void add(Node.Apply node) {
    Value result = node.results().getFirst();
    shapes.put(result, made(node, result));
  }

  private Shape made(Node.Apply node, Value result) {
    Op op = node.op();
    if (op == Reductions.SUM || op == Reductions.MEAN) {
      return new Shape.OfNumber();
    }
    if (op == Reductions.DIVIDE_BY_COUNT) {
      return shape(node.operands().getFirst());
    }
    if (op == Reductions.SUM_TO || op == Views.EXPAND_DIM || op == Views.EXPAND) {
      return node.attributes().getFirst() instanceof Attr.ShapeOf(Value target)
          ? shape(target)
          : new Shape.OfValue(result);
    }
    if (op.expression().isPresent()) {
      return broadcast(node.operands().stream().map(this::shape).toList(), result);
    }
    return op.rows().map(rows -> made(node, rows, result)).orElse(new Shape.OfValue(result));
  }

  /** The shape of what is computed element by element: the one that the others broadcast to. */
  private static Shape broadcast(List<Shape> operands, Value result) {
    return operands.stream()
        .filter(shape -> operands.stream().allMatch(other -> isWithin(other, shape)))
        .findFirst()
        .orElse(new Shape.OfValue(result));
  }

  /** Whether tensors of a shape broadcast to another one for sure. */
  private static boolean isWithin(Shape shape, Shape whole) {
    return shape.equals(whole)
        || shape instanceof Shape.OfNumber
        || (shape instanceof Shape.Reduced(Shape of, Attr _, Attr.Literal(long keepDim))
            && keepDim != 0
            && isWithin(of, whole));
  }

  private Shape made(Node.Apply node, RowExpression rows, Value result) {
    Shape whole =
        IntStream.range(0, node.operands().size())
            .filter(i -> rows.operands().get(i).place() == Place.FULL)
            .mapToObj(i -> shape(node.operands().get(i)))
            .findFirst()
            .orElseThrow();
    return switch (rows.results().getFirst().target()) {
      case FULL -> whole;
      case ROW ->
          new Shape.Reduced(whole, attribute(node, "dim", -1), attribute(node, "keepDim", 0));
      case COLUMN_SUM -> new Shape.OfValue(result);
    };
  }

  /** An attribute of an op over rows. One that has none reduces the last dimension away. */
  private static Attr attribute(Node.Apply node, String name, long standard) {
    return IntStream.range(0, node.attributes().size())
        .filter(i -> node.op().attributes().get(i).name().equals(name))
        .mapToObj(node.attributes()::get)
        .findFirst()
        .orElse(new Attr.Literal(standard));
  }
}
