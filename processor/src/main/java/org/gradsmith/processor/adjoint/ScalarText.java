/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.List;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Derivatives of functions of numbers in Java. */
final class ScalarText {
  private static final String FUNCTIONS = "org.gradsmith.compiled.flow.RealFunctions";

  private final List<Code> operands;

  private ScalarText(List<Code> operands) {
    this.operands = operands;
  }

  /**
   * An expression in Java.
   *
   * @param operands what stands for its operands
   */
  static Code of(Scalar tree, List<Code> operands) {
    return new ScalarText(operands).write(tree);
  }

  /** Whether an expression can be infinite or NaN where its operands are numbers. */
  static boolean canBlowUp(Scalar tree) {
    return switch (tree) {
      case Scalar.Operand _, Scalar.Attribute _, Scalar.Constant _ -> false;
      case Scalar.Unary(UnaryFunction f, Scalar x) ->
          f == UnaryFunction.LOG
              || f == UnaryFunction.SQRT
              || f == UnaryFunction.LOG1P
              || canBlowUp(x);
      case Scalar.Binary(BinaryFunction f, Scalar x, Scalar y) ->
          (f == BinaryFunction.DIV && !(y instanceof Scalar.Constant))
              || f == BinaryFunction.POW
              || canBlowUp(x)
              || canBlowUp(y);
      case Scalar.IfLess(Scalar a, Scalar b, Scalar c, Scalar d) ->
          canBlowUp(a) || canBlowUp(b) || canBlowUp(c) || canBlowUp(d);
      case Scalar.IfEqual(Scalar a, Scalar b, Scalar c, Scalar d) ->
          canBlowUp(a) || canBlowUp(b) || canBlowUp(c) || canBlowUp(d);
    };
  }

  private Code write(Scalar tree) {
    return switch (tree) {
      case Scalar.Operand(int index) -> operands.get(index);
      case Scalar.Constant(double value) -> Code.text(number(value));
      case Scalar.Attribute(int index) ->
          throw new IllegalStateException("a function of numbers has no attribute " + index);
      case Scalar.Unary(UnaryFunction function, Scalar x) -> unary(function, x);
      case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) -> binary(function, x, y);
      case Scalar.IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          choice(left, " < ", right, then, otherwise);
      case Scalar.IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          choice(left, " == ", right, then, otherwise);
    };
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "Double.NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    return value < 0 ? "(" + value + ")" : Double.toString(value);
  }

  private Code choice(Scalar left, String operator, Scalar right, Scalar then, Scalar otherwise) {
    return Code.builder()
        .text("(")
        .code(write(left))
        .text(operator)
        .code(write(right))
        .text(" ? ")
        .code(write(then))
        .text(" : ")
        .code(write(otherwise))
        .text(")")
        .build();
  }

  private Code unary(UnaryFunction function, Scalar x) {
    return switch (function) {
      case NEG -> Code.builder().text("-").code(factor(x)).build();
      case EXP,
          LOG,
          SQRT,
          TANH,
          ABS,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          EXPM1,
          LOG10,
          LOG1P,
          FLOOR,
          CEIL ->
          call("java.lang.Math", function.name().toLowerCase(java.util.Locale.ROOT), x);
      case ROUND -> call("java.lang.Math", "rint", x);
      case ASINH, ACOSH, ATANH, EXP2, LOG2, ERF, ERFC, ERFINV, LGAMMA, DIGAMMA, TRUNC ->
          call(FUNCTIONS, function.name().toLowerCase(java.util.Locale.ROOT), x);
    };
  }

  private Code binary(BinaryFunction function, Scalar x, Scalar y) {
    return switch (function) {
      case ADD -> infix(term(x), " + ", term(y));
      case SUB -> infix(term(x), " - ", factor(y));
      case MUL -> infix(factor(x), " * ", factor(y));
      case DIV -> infix(factor(x), " / ", factor(y));
      case FMOD -> infix(factor(x), " % ", factor(y));
      case POW, ATAN2, HYPOT, COPYSIGN, NEXTAFTER ->
          call(
              "java.lang.Math",
              switch (function) {
                case COPYSIGN -> "copySign";
                case NEXTAFTER -> "nextAfter";
                default -> function.name().toLowerCase(java.util.Locale.ROOT);
              },
              x,
              y);
      case TRUNCDIV -> call(FUNCTIONS, "truncDiv", x, y);
      case FLOORDIV -> call(FUNCTIONS, "floorDiv", x, y);
      case REMAINDER, POLYGAMMA, SCALEDBESSEL, AND, OR, XOR, SHIFTLEFT, SHIFTRIGHT ->
          throw new IllegalStateException("no function of Math leads to " + function);
    };
  }

  private Code term(Scalar tree) {
    return write(tree);
  }

  /** In parentheses where the expression is a sum or a product. */
  private Code factor(Scalar tree) {
    boolean simple =
        switch (tree) {
          case Scalar.Binary(BinaryFunction f, Scalar _, Scalar _) ->
              !f.isBasic() && f != BinaryFunction.FMOD;
          case Scalar.Unary(UnaryFunction f, Scalar _) -> f != UnaryFunction.NEG;
          default -> true;
        };
    return simple ? write(tree) : Code.builder().text("(").code(write(tree)).text(")").build();
  }

  private static Code infix(Code left, String operator, Code right) {
    return Code.builder().code(left).text(operator).code(right).build();
  }

  private Code call(String owner, String name, Scalar... arguments) {
    Code.Builder code = Code.builder().type(owner).text("." + name + "(");
    for (int i = 0; i < arguments.length; i++) {
      code.text(i == 0 ? "" : ", ").code(write(arguments[i]));
    }
    return code.text(")").build();
  }
}
