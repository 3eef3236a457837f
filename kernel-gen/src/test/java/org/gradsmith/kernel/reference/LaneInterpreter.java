/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.lane.LaneGraph;
import org.gradsmith.kernel.lane.Operation;

/**
 * What the program of a function means, step by step: numbers are kept as doubles that hold a value
 * of the dtype, bits as longs.
 *
 * @param dtype float32 or float64
 */
record LaneInterpreter(DType dtype) {
  private static final Map<UnaryFunction, LaneGraph> SINGLE = new ConcurrentHashMap<>();
  private static final Map<UnaryFunction, LaneGraph> DOUBLE = new ConcurrentHashMap<>();

  /** The steps of a function. */
  LaneGraph program(UnaryFunction function) {
    return (dtype == DType.FLOAT32 ? SINGLE : DOUBLE)
        .computeIfAbsent(
            function, f -> LaneGraph.of(dtype, List.of(Scalar.unary(f, Scalar.operand(0)))));
  }

  /** Whether a function is written in steps. */
  boolean has(UnaryFunction function) {
    return program(function).steps().stream()
        .noneMatch(step -> step.operation() instanceof Operation.Call);
  }

  /** The function's value at x, a number of the dtype. */
  double evaluate(UnaryFunction function, double x) {
    LaneGraph graph = program(function);
    double[] numbers = new double[graph.steps().size()];
    long[] bits = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      Operation operation = graph.steps().get(i).operation();
      List<Integer> arguments = graph.steps().get(i).arguments();
      if (operation.givesBits()) {
        bits[i] = bits(operation, arguments, numbers, bits);
      } else {
        numbers[i] = rounded(number(operation, arguments, numbers, bits, x));
      }
    }
    return numbers[graph.roots().getFirst()];
  }

  private double rounded(double value) {
    return dtype == DType.FLOAT32 ? (float) value : value;
  }

  private long bits(Operation operation, List<Integer> arguments, double[] numbers, long[] bits) {
    long value =
        switch (operation) {
          case Operation.Pattern(long pattern) -> pattern;
          case Operation.Shift(int distance) ->
              distance < 0
                  ? bits[arguments.getFirst()] >> -distance
                  : bits[arguments.getFirst()] << distance;
          case Operation.Basic.TO_BITS ->
              dtype == DType.FLOAT32
                  ? Float.floatToRawIntBits((float) numbers[arguments.getFirst()])
                  : Double.doubleToRawLongBits(numbers[arguments.getFirst()]);
          case Operation.Basic.BITS_ADD -> bits[arguments.get(0)] + bits[arguments.get(1)];
          case Operation.Basic.BITS_SUB -> bits[arguments.get(0)] - bits[arguments.get(1)];
          case Operation.Basic.BITS_AND -> bits[arguments.get(0)] & bits[arguments.get(1)];
          case Operation.Basic.BITS_OR -> bits[arguments.get(0)] | bits[arguments.get(1)];
          case Operation.Basic.BITS_XOR -> bits[arguments.get(0)] ^ bits[arguments.get(1)];
          default -> throw new IllegalArgumentException(operation.toString());
        };
    return dtype == DType.FLOAT32 ? (int) value : value;
  }

  private double number(
      Operation operation, List<Integer> arguments, double[] numbers, long[] bits, double x) {
    return switch (operation) {
      case Operation.Source _ -> x;
      case Operation.Constant(double value) -> value;
      case Operation.Within(double limit, UnaryFunction beyond) ->
          Math.abs(numbers[arguments.get(0)]) > limit
              ? ScalarInterpreter.library(beyond, numbers[arguments.get(0)])
              : numbers[arguments.get(1)];
      case Operation.Basic basic -> basic(basic, arguments, numbers, bits);
      default -> throw new IllegalArgumentException(operation.toString());
    };
  }

  private double basic(
      Operation.Basic step, List<Integer> arguments, double[] numbers, long[] bits) {
    double first = numbers[arguments.getFirst()];
    return switch (step) {
      case NEG -> -first;
      case ABS -> Math.abs(first);
      case SQRT -> Math.sqrt(first);
      case ADD -> first + numbers[arguments.get(1)];
      case SUB -> first - numbers[arguments.get(1)];
      case MUL -> first * numbers[arguments.get(1)];
      case DIV -> first / numbers[arguments.get(1)];
      case FMA -> fma(first, numbers[arguments.get(1)], numbers[arguments.get(2)]);
      case IF_LESS -> numbers[arguments.get(first < numbers[arguments.get(1)] ? 2 : 3)];
      case IF_EQUAL -> numbers[arguments.get(first == numbers[arguments.get(1)] ? 2 : 3)];
      case IF_ZERO -> numbers[arguments.get(bits[arguments.getFirst()] == 0 ? 1 : 2)];
      case FROM_BITS ->
          dtype == DType.FLOAT32
              ? Float.intBitsToFloat((int) bits[arguments.getFirst()])
              : Double.longBitsToDouble(bits[arguments.getFirst()]);
      default -> throw new IllegalArgumentException(step.name().toLowerCase(Locale.ROOT));
    };
  }

  private double fma(double x, double y, double z) {
    return dtype == DType.FLOAT32 ? Math.fma((float) x, (float) y, (float) z) : Math.fma(x, y, z);
  }
}
