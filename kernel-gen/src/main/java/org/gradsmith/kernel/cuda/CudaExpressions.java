/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Spells one step of an expression in C, with no more parentheses than its meaning needs. */
final class CudaExpressions {
  private static final double EXACT_INTEGERS = 1e9;

  /** The functions of two numbers that CUDA has, besides the four operations. */
  private static final Set<BinaryFunction> IN_CUDA =
      EnumSet.of(
          BinaryFunction.POW,
          BinaryFunction.ATAN2,
          BinaryFunction.HYPOT,
          BinaryFunction.COPYSIGN,
          BinaryFunction.FMOD);

  /**
   * Text of an expression.
   *
   * @param strength how tightly its outermost operator binds
   */
  record Text(String text, Strength strength) {
    static Text atom(String text) {
      return new Text(text, Strength.ATOM);
    }

    /** The text where only operators that bind at least as tightly may stand. */
    String in(Strength least) {
      return strength.compareTo(least) < 0 ? "(" + text + ")" : text;
    }
  }

  /** Operators of C, those that bind loosely first. */
  enum Strength {
    CHOICE,
    COMPARISON,
    SUM,
    PRODUCT,
    PREFIX,
    ATOM
  }

  private CudaExpressions() {}

  /** Whether CUDA has every function of an expression. */
  static boolean knows(Scalar expression) {
    boolean known =
        switch (expression) {
          case Scalar.Unary(UnaryFunction function, Scalar _) -> function != UnaryFunction.DIGAMMA;
          case Scalar.Binary(BinaryFunction function, Scalar _, Scalar _) ->
              function.isBasic() || IN_CUDA.contains(function);
          case Scalar.Operand _, Scalar.Attribute _, Scalar.Constant _ -> true;
          case Scalar.IfLess _, Scalar.IfEqual _ -> true;
        };
    return known && expression.children().stream().allMatch(CudaExpressions::knows);
  }

  static Text constant(double value) {
    if (!Double.isFinite(value)) {
      String bits = String.format(Locale.ROOT, "0x%016xLL", Double.doubleToLongBits(value));
      return Text.atom("SCALAR(__longlong_as_double(" + bits + "))");
    }
    boolean integer = value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    boolean negativeZero = value == 0 && 1 / value < 0;
    return Text.atom(
        "SCALAR(" + (integer && !negativeZero ? Long.toString((long) value) : value) + ")");
  }

  static Text unary(UnaryFunction function, Text x) {
    return switch (function) {
      case NEG -> new Text("-" + x.in(Strength.ATOM), Strength.PREFIX);
      case ABS -> Text.atom("fabs(" + x.text() + ")");
      case ROUND -> Text.atom("rint(" + x.text() + ")");
      default -> Text.atom(function.name().toLowerCase(Locale.ROOT) + "(" + x.text() + ")");
    };
  }

  /** Operators group to the left, so an equally strong right operand keeps its parentheses. */
  static Text binary(BinaryFunction function, Text x, Text y) {
    return switch (function) {
      case ADD -> new Text(x.in(Strength.SUM) + " + " + y.in(Strength.PRODUCT), Strength.SUM);
      case SUB -> new Text(x.in(Strength.SUM) + " - " + y.in(Strength.PRODUCT), Strength.SUM);
      case MUL ->
          new Text(x.in(Strength.PRODUCT) + " * " + y.in(Strength.PREFIX), Strength.PRODUCT);
      case DIV ->
          new Text(x.in(Strength.PRODUCT) + " / " + y.in(Strength.PREFIX), Strength.PRODUCT);
      default ->
          Text.atom(
              function.name().toLowerCase(Locale.ROOT) + "(" + x.text() + ", " + y.text() + ")");
    };
  }

  static Text choice(String comparison, List<Text> arguments) {
    return new Text(
        "%s %s %s ? %s : %s"
            .formatted(
                arguments.get(0).in(Strength.SUM),
                comparison,
                arguments.get(1).in(Strength.SUM),
                arguments.get(2).in(Strength.COMPARISON),
                arguments.get(3).in(Strength.COMPARISON)),
        Strength.CHOICE);
  }

  /** One step, its arguments being spelled. */
  static Text apply(Scalar scalar, List<Text> arguments) {
    return switch (scalar) {
      case Scalar.Unary unary -> unary(unary.function(), arguments.get(0));
      case Scalar.Binary binary -> binary(binary.function(), arguments.get(0), arguments.get(1));
      case Scalar.IfLess _ -> choice("<", arguments);
      case Scalar.IfEqual _ -> choice("==", arguments);
      case Scalar.Constant(double value) -> constant(value);
      case Scalar.Operand _, Scalar.Attribute _ ->
          throw new IllegalArgumentException("an input is spelled by the kernel: " + scalar);
    };
  }
}
