/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.ScalarGraph;

/**
 * What an expression may be where functions are those of another library: the errors of functions
 * ({@link LibraryError}) are carried through what is computed from them. Arithmetic, square roots,
 * choices and steps are exact, so without functions it is the value itself.
 *
 * @param dtype float32 or float64
 */
public record RangeInterpreter(DType dtype) {
  private static final Set<UnaryFunction> RISING =
      EnumSet.of(
          UnaryFunction.EXP,
          UnaryFunction.LOG,
          UnaryFunction.SQRT,
          UnaryFunction.TANH,
          UnaryFunction.ASIN,
          UnaryFunction.ATAN,
          UnaryFunction.SINH,
          UnaryFunction.ASINH,
          UnaryFunction.ACOSH,
          UnaryFunction.ATANH,
          UnaryFunction.EXP2,
          UnaryFunction.EXPM1,
          UnaryFunction.LOG2,
          UnaryFunction.LOG10,
          UnaryFunction.LOG1P,
          UnaryFunction.ERF,
          UnaryFunction.ERFINV,
          UnaryFunction.FLOOR,
          UnaryFunction.CEIL,
          UnaryFunction.ROUND,
          UnaryFunction.TRUNC);

  private static final Set<UnaryFunction> FALLING =
      EnumSet.of(UnaryFunction.NEG, UnaryFunction.ACOS, UnaryFunction.ERFC);

  /** Functions that come to 0 where they are too small for a number. */
  private static final Set<Enum<?>> UNDERFLOWING =
      Set.of(UnaryFunction.EXP, UnaryFunction.EXP2, UnaryFunction.ERFC, BinaryFunction.POW);

  /** The values of the roots of a graph. */
  public List<Range> evaluate(ScalarGraph graph, List<Number> operands) {
    return ofRanges(
        graph, operands.stream().map(operand -> Range.of(operand.doubleValue())).toList());
  }

  /** The values of the roots of a graph, where operands are not known to the bit. */
  List<Range> ofRanges(ScalarGraph graph, List<Range> operands) {
    List<Range> values = new ArrayList<>();
    for (ScalarGraph.Step step : graph.steps()) {
      List<Range> arguments = step.arguments().stream().map(values::get).toList();
      values.add(step(step.scalar(), arguments, operands));
    }
    return graph.roots().stream().map(values::get).toList();
  }

  private Range step(Scalar scalar, List<Range> arguments, List<Range> operands) {
    return switch (scalar) {
      case Scalar.Operand(int index) -> operands.get(index);
      case Scalar.Attribute _ -> throw new IllegalArgumentException("a kernel has no attributes");
      case Scalar.Constant(double value) -> Range.of(rounded(value));
      case Scalar.Unary(UnaryFunction function, Scalar _) ->
          unary(function, arguments.getFirst()).orNaNOf(arguments.getFirst());
      case Scalar.Binary(BinaryFunction function, Scalar _, Scalar _) ->
          binary(function, arguments.get(0), arguments.get(1));
      case Scalar.IfLess _ -> ifLess(arguments);
      case Scalar.IfEqual _ -> ifEqual(arguments);
    };
  }

  private double rounded(double value) {
    return dtype == DType.FLOAT32 ? (float) value : value;
  }

  private Range unary(UnaryFunction function, Range x) {
    if (x.isPoint()) {
      return at(function, x.value());
    }
    if (RISING.contains(function)) {
      return between(at(function, x.low()), at(function, x.high()));
    }
    if (FALLING.contains(function)) {
      return between(at(function, x.high()), at(function, x.low()));
    }
    return switch (function) {
      case ABS, COSH -> {
        Range ends = at(function, x.low()).or(at(function, x.high()));
        yield x.hasZero() ? ends.or(at(function, 0)) : ends;
      }
      case SIN, COS -> wave(function, x);
      default -> Range.ANYTHING;
    };
  }

  /** A function that changes by no more than its argument, and lies between -1 and 1. */
  private Range wave(UnaryFunction function, Range x) {
    double width = x.high() - x.low();
    if (!x.isFinite()) {
      return Range.ANYTHING;
    }
    Range end = at(function, x.low());
    return new Range(
        Math.max(-1, rounded(Math.nextDown((float) (end.low() - width)))),
        Math.min(1, rounded(Math.nextUp((float) (end.high() + width)))),
        false);
  }

  private static Range between(Range low, Range high) {
    return low.mayBeNaN() || high.mayBeNaN()
        ? Range.ANYTHING
        : new Range(low.low(), high.high(), false);
  }

  /** A function of a number that is known. */
  private Range at(UnaryFunction function, double x) {
    double value = function == UnaryFunction.NEG ? -x : ScalarInterpreter.library(function, x);
    return near(function, value);
  }

  private Range near(Enum<?> function, double value) {
    double error = LibraryError.of(function).in(dtype);
    boolean isZero = value == 0 && !UNDERFLOWING.contains(function);
    if (error == 0 || isZero || !Double.isFinite(value)) {
      return Range.of(rounded(value));
    }
    double size = Math.max(Math.abs(value), LibraryError.leastSize(function, dtype));
    double unit =
        dtype == DType.FLOAT32 ? Math.ulp((float) Math.min(size, Float.MAX_VALUE)) : Math.ulp(size);
    return new Range(rounded(value - error * unit), rounded(value + error * unit), false);
  }

  private Range binary(BinaryFunction function, Range x, Range y) {
    if (function == BinaryFunction.COPYSIGN && y.mayBeNaN()) {
      return x.or(unary(UnaryFunction.NEG, x)); // a NaN's sign is not in the range
    }
    if (x.isPoint() && y.isPoint()) {
      return near(function, ofPoints(function, x.value(), y.value()));
    }
    boolean overZero = function == BinaryFunction.DIV && y.hasZero();
    boolean zeroTimesInfinity =
        function == BinaryFunction.MUL
            && ((x.hasZero() && !y.isFinite()) || (y.hasZero() && !x.isFinite()));
    if (!function.isBasic() || overZero || zeroTimesInfinity) {
      return Range.ANYTHING;
    }
    Range ends = Range.of(rounded(ofPoints(function, x.low(), y.low())));
    for (double a : new double[] {x.low(), x.high()}) {
      for (double b : new double[] {y.low(), y.high()}) {
        ends = ends.or(Range.of(rounded(ofPoints(function, a, b))));
      }
    }
    return ends.mayBeNaN() ? Range.ANYTHING : ends.orNaNOf(x).orNaNOf(y);
  }

  private static double ofPoints(BinaryFunction function, double x, double y) {
    return new ScalarInterpreter(DType.FLOAT64, List.of(x, y), List.of(), false)
        .evaluate(Scalar.binary(function, Scalar.operand(0), Scalar.operand(1)))
        .doubleValue();
  }

  private static Range ifLess(List<Range> arguments) {
    Range left = arguments.get(0);
    Range right = arguments.get(1);
    boolean maybe = left.low() < right.high();
    boolean maybeNot = left.mayBeNaN() || right.mayBeNaN() || left.high() >= right.low();
    return chosen(maybe, maybeNot, arguments);
  }

  private static Range ifEqual(List<Range> arguments) {
    Range left = arguments.get(0);
    Range right = arguments.get(1);
    boolean maybe = left.low() <= right.high() && right.low() <= left.high();
    boolean surely =
        left.low() == left.high() && right.low() == right.high() && left.low() == right.low();
    return chosen(maybe, !surely || left.mayBeNaN() || right.mayBeNaN(), arguments);
  }

  private static Range chosen(boolean maybe, boolean maybeNot, List<Range> arguments) {
    Range then = arguments.get(2);
    Range otherwise = arguments.get(3);
    return maybe && maybeNot ? then.or(otherwise) : maybe ? then : otherwise;
  }
}
