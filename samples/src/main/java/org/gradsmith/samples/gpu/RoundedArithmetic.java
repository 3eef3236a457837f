/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * What one step of an expression may give, if sums, products, quotients, square roots and roundings
 * to integers are IEEE's, and functions of libraries are right to some units in the last place.
 * Interval arithmetic (Moore, Interval Analysis, 1966) with bounds that are rounded as the values
 * are: arguments that are known to the bit give results known to the bit.
 *
 * @param dtype float32, which is computed here in double and rounded; or float64
 */
record RoundedArithmetic(DType dtype) {
  /**
   * By how many units in the last place a function of a library may differ: in float32 CUDA's guide
   * promises at most 6, and the CPU's are nearer; in float64 the reference has errors itself.
   */
  private static final double SINGLE_UNITS = 8;

  private static final double DOUBLE_UNITS = 32;

  /** By how many units in the last place a function of a library may differ. */
  double units() {
    return dtype == DType.FLOAT32 ? SINGLE_UNITS : DOUBLE_UNITS;
  }

  Range constant(double value) {
    return Range.exactly(rounded(value));
  }

  /** A step whose arguments are known. */
  Range apply(Scalar scalar, List<Range> arguments) {
    return switch (scalar) {
      case Scalar.Unary(UnaryFunction function, Scalar _) -> unary(function, arguments.get(0));
      case Scalar.Binary(BinaryFunction function, Scalar _, Scalar _) ->
          binary(function, arguments.get(0), arguments.get(1));
      case Scalar.IfLess _ ->
          choice(less(arguments.get(0), arguments.get(1)), arguments.get(2), arguments.get(3));
      case Scalar.IfEqual _ ->
          choice(equal(arguments.get(0), arguments.get(1)), arguments.get(2), arguments.get(3));
      case Scalar.Constant(double value) -> constant(value);
      case Scalar.Operand _, Scalar.Attribute _ ->
          throw new IllegalArgumentException("an input has no arguments: " + scalar);
    };
  }

  private enum Truth {
    YES,
    NO,
    UNDECIDED
  }

  private static Range choice(Truth truth, Range then, Range otherwise) {
    return switch (truth) {
      case YES -> then;
      case NO -> otherwise;
      case UNDECIDED -> then.or(otherwise);
    };
  }

  private static Truth less(Range x, Range y) {
    if (x.isNotANumber() || y.isNotANumber()) {
      return Truth.NO;
    }
    if (!x.isNumber() || !y.isNumber()) {
      return Truth.UNDECIDED;
    }
    return x.high() < y.low() ? Truth.YES : x.low() >= y.high() ? Truth.NO : Truth.UNDECIDED;
  }

  private static Truth equal(Range x, Range y) {
    if (x.isNotANumber() || y.isNotANumber()) {
      return Truth.NO;
    }
    if (!x.isNumber() || !y.isNumber()) {
      return Truth.UNDECIDED;
    }
    if (x.high() < y.low() || y.high() < x.low()) {
      return Truth.NO;
    }
    return x.low() == x.high() && y.low() == y.high() ? Truth.YES : Truth.UNDECIDED;
  }

  private Range unary(UnaryFunction function, Range x) {
    if (!x.isNumber()) {
      return x;
    }
    DoubleUnaryOperator f = LibraryFunctions.of(function);
    return switch (function) {
      case NEG -> Range.between(-x.high(), -x.low());
      case ABS -> absolute(x);
      case FLOOR, CEIL, ROUND, TRUNC, SQRT -> growing(f, x);
      case ACOS, ERFC -> inexact(falling(f, x));
      case SIN, COS -> inexact(near(f, x, x.isExact() ? 0 : x.width()));
      case TAN, LGAMMA -> inexact(smooth(function, f, x));
      case COSH -> inexact(growing(f, absolute(x)));
      case DIGAMMA -> throw new IllegalArgumentException("kernels have no function " + function);
      default -> inexact(growing(f, x));
    };
  }

  private static Range absolute(Range x) {
    if (x.low() >= 0 && Double.compare(x.low(), -0.0) != 0) {
      return x;
    }
    double high = Math.max(Math.abs(x.low()), Math.abs(x.high()));
    boolean around = x.low() < 0 && x.high() > 0;
    return Range.between(around ? 0 : Math.min(Math.abs(x.low()), Math.abs(x.high())), high);
  }

  private Range growing(DoubleUnaryOperator f, Range x) {
    return ends(rounded(f.applyAsDouble(x.low())), rounded(f.applyAsDouble(x.high())), x.isExact());
  }

  private Range falling(DoubleUnaryOperator f, Range x) {
    return ends(rounded(f.applyAsDouble(x.high())), rounded(f.applyAsDouble(x.low())), x.isExact());
  }

  private static Range ends(double low, double high, boolean exact) {
    return exact ? Range.exactly(low) : Range.between(low, high);
  }

  /** Values of a function that changes at most so much within a range. */
  private static Range near(DoubleUnaryOperator f, Range x, double change) {
    double first = f.applyAsDouble(x.low());
    double last = f.applyAsDouble(x.high());
    if (Double.isInfinite(first) || Double.isNaN(first)) {
      return x.isExact() ? Range.exactly(first) : Range.ANYTHING;
    }
    return Range.between(Math.min(first, last) - change, Math.max(first, last) + change);
  }

  /** Functions with poles: near them, and where no bound is known, anything. */
  private Range smooth(UnaryFunction function, DoubleUnaryOperator f, Range x) {
    if (x.isExact() && (function == UnaryFunction.TAN || Double.isInfinite(x.low()))) {
      return near(f, x, 0);
    }
    boolean tangent = function == UnaryFunction.TAN;
    if ((!tangent && x.low() <= 0) || x.width() > 1e-3 * Math.min(1, Math.abs(x.low()))) {
      return Range.ANYTHING;
    }
    double middle = f.applyAsDouble(x.low() + x.width() / 2);
    double change =
        Math.abs(f.applyAsDouble(x.low()) - middle) + Math.abs(f.applyAsDouble(x.high()) - middle);
    if (tangent) {
      return change > 0.1 * Math.abs(middle) ? Range.ANYTHING : near(f, x, change);
    }
    // lgamma crosses zero, where no library is right to a few units, the reference least of all:
    // terms near 30 cancel in it
    return near(f, x, change + (dtype == DType.FLOAT32 ? 1e-6 : 4e-14));
  }

  private Range binary(BinaryFunction function, Range x, Range y) {
    if (function == BinaryFunction.COPYSIGN) {
      return copySign(x, y);
    }
    if (function == BinaryFunction.POW && x.isExact() && y.isExact()) {
      return inexact(Range.exactly(LibraryFunctions.of(function).applyAsDouble(x.low(), y.low())));
    }
    if (!x.isNumber() || !y.isNumber()) {
      boolean decided = function.isBasic() && (x.isNotANumber() || y.isNotANumber());
      boolean both = x.isNotANumber() && y.isNotANumber();
      return decided || both ? Range.NOT_A_NUMBER : Range.ANYTHING;
    }
    DoubleBinaryOperator f = LibraryFunctions.of(function);
    return switch (function) {
      case ADD, SUB -> corners(f, x, y);
      case MUL -> isZeroTimesInfinity(x, y) ? Range.ANYTHING : corners(f, x, y);
      case DIV ->
          (x.isExact() && y.isExact()) || awayFromZero(y) ? corners(f, x, y) : Range.ANYTHING;
      case POW -> x.low() > 0 ? inexact(corners(f, x, y)) : Range.ANYTHING;
      case ATAN2 ->
          (x.isExact() && y.isExact()) || awayFromZero(x)
              ? inexact(corners(f, x, y))
              : Range.ANYTHING;
      case HYPOT -> inexact(corners(f, absolute(x), absolute(y)));
      case FMOD -> x.isExact() && y.isExact() ? corners(f, x, y) : Range.ANYTHING;
      default -> throw new IllegalArgumentException("no bounds are known of " + function);
    };
  }

  /** Whether a product may be one of 0 and infinity, within ranges. */
  private static boolean isZeroTimesInfinity(Range x, Range y) {
    boolean possible =
        (reachesInfinity(x) && !awayFromZero(y)) || (reachesInfinity(y) && !awayFromZero(x));
    return possible && !(x.isExact() && y.isExact());
  }

  private static boolean reachesInfinity(Range x) {
    return Double.isInfinite(x.low()) || Double.isInfinite(x.high());
  }

  private static boolean awayFromZero(Range x) {
    return x.low() > 0 || x.high() < 0;
  }

  private static Range copySign(Range x, Range y) {
    if (x.isNotANumber()) {
      return x;
    }
    boolean sameSign = y.isNumber() && Math.copySign(1, y.low()) == Math.copySign(1, y.high());
    if (!x.isNumber() || !sameSign) {
      return Range.ANYTHING;
    }
    Range size = absolute(x);
    return y.low() < 0 || 1 / y.low() < 0 ? new Range(-size.high(), -size.low(), false) : size;
  }

  /** Values of a function that is monotone in each argument. */
  private Range corners(DoubleBinaryOperator f, Range x, Range y) {
    double first = rounded(f.applyAsDouble(x.low(), y.low()));
    if (x.isExact() && y.isExact()) {
      return Range.exactly(first);
    }
    double second = rounded(f.applyAsDouble(x.low(), y.high()));
    double third = rounded(f.applyAsDouble(x.high(), y.low()));
    double fourth = rounded(f.applyAsDouble(x.high(), y.high()));
    return Range.between(
        Math.min(Math.min(first, second), Math.min(third, fourth)),
        Math.max(Math.max(first, second), Math.max(third, fourth)));
  }

  /** Values of which a library may miss the last digits; the smallest ones may be flushed. */
  private Range inexact(Range x) {
    if (!x.isNumber()) {
      return x;
    }
    boolean single = dtype == DType.FLOAT32;
    double relative = units() * (single ? 0x1p-23 : 0x1p-52);
    double least = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return Range.between(
        rounded(shifted(x.low(), -relative, -least)), rounded(shifted(x.high(), relative, least)));
  }

  private static double shifted(double x, double relative, double least) {
    return Double.isInfinite(x) ? x : x + Math.abs(x) * relative + least;
  }

  private double rounded(double x) {
    return dtype == DType.FLOAT32 ? (float) x : x;
  }
}
