/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.ScalarGraph;

/**
 * Expressions as steps on one lane, equal steps occurring once.
 *
 * @param steps the arguments of each before it
 * @param roots the step of each expression
 */
public record LaneGraph(List<Step> steps, List<Integer> roots) {
  /**
   * One step.
   *
   * @param arguments indices of earlier steps
   */
  public record Step(Operation operation, List<Integer> arguments) {
    public Step {
      arguments = List.copyOf(arguments);
    }
  }

  public LaneGraph {
    steps = List.copyOf(steps);
    roots = List.copyOf(roots);
  }

  /**
   * The steps of some expressions. Functions that have a program for the dtype are spelled out, the
   * others are calls.
   */
  public static LaneGraph of(DType dtype, List<Scalar> expressions) {
    ScalarGraph graph = ScalarGraph.of(expressions);
    Lanes lanes = new Lanes(dtype);
    List<Lanes.Value> values = new ArrayList<>();
    for (ScalarGraph.Step step : graph.steps()) {
      List<Lanes.Value> arguments = step.arguments().stream().map(values::get).toList();
      values.add(value(lanes, dtype, step.scalar(), arguments));
    }
    return lanes.graph(graph.roots().stream().map(values::get).toList());
  }

  private static Lanes.Value value(
      Lanes lanes, DType dtype, Scalar scalar, List<Lanes.Value> arguments) {
    return switch (scalar) {
      case Scalar.Operand _, Scalar.Attribute _ -> lanes.source(scalar);
      case Scalar.Constant(double value) -> lanes.constant(value);
      case Scalar.Unary(UnaryFunction function, Scalar _) ->
          unary(lanes, dtype, function, arguments.getFirst());
      case Scalar.Binary(BinaryFunction function, Scalar _, Scalar _) ->
          binary(lanes, dtype, function, arguments.get(0), arguments.get(1));
      case Scalar.IfLess _ ->
          lanes.ifLess(arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
      case Scalar.IfEqual _ ->
          lanes.ifEqual(arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
    };
  }

  private static Lanes.Value unary(
      Lanes lanes, DType dtype, UnaryFunction function, Lanes.Value x) {
    Optional<LaneFunction> program = LaneFunctions.find(dtype, function);
    return program.isPresent() ? program.get().apply(lanes, x) : lanes.call(function, x);
  }

  private static Lanes.Value binary(
      Lanes lanes, DType dtype, BinaryFunction function, Lanes.Value x, Lanes.Value y) {
    return switch (function) {
      case ADD -> lanes.add(x, y);
      case SUB -> lanes.sub(x, y);
      case MUL -> lanes.mul(x, y);
      case DIV -> lanes.div(x, y);
      case COPYSIGN -> dtype.isFloating() ? lanes.withSign(x, y) : lanes.call(function, x, y);
      default -> lanes.call(function, x, y);
    };
  }
}
