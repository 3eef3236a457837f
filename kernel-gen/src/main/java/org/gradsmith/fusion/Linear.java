/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.Set;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Whether an expression is linear in some of its operands. */
final class Linear {
  private Linear() {}

  /**
   * Whether {@code f(a + b) = f(a) + f(b)} in the operands, the others being constants: then a sum
   * may be taken before or behind it. Said only of what can be seen to be so.
   */
  static boolean in(Scalar expression, Set<Integer> operands) {
    return reads(expression, operands) ? isLinear(expression, operands) : isZero(expression);
  }

  private static boolean isLinear(Scalar expression, Set<Integer> operands) {
    return switch (expression) {
      case Scalar.Operand _ -> true;
      case Scalar.Attribute _, Scalar.Constant _ -> false;
      case Scalar.Unary(UnaryFunction function, Scalar x) ->
          function == UnaryFunction.NEG && in(x, operands);
      case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) ->
          switch (function) {
            case ADD, SUB -> in(x, operands) && in(y, operands);
            case MUL ->
                reads(x, operands) ? !reads(y, operands) && in(x, operands) : in(y, operands);
            case DIV -> !reads(y, operands) && in(x, operands);
            default -> false;
          };
      case Scalar.IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          isChoice(left, right, then, otherwise, operands);
      case Scalar.IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          isChoice(left, right, then, otherwise, operands);
    };
  }

  private static boolean isChoice(
      Scalar left, Scalar right, Scalar then, Scalar otherwise, Set<Integer> operands) {
    return !reads(left, operands)
        && !reads(right, operands)
        && in(then, operands)
        && in(otherwise, operands);
  }

  private static boolean isZero(Scalar expression) {
    return expression instanceof Scalar.Constant(double value) && value == 0;
  }

  private static boolean reads(Scalar expression, Set<Integer> operands) {
    return expression instanceof Scalar.Operand(int index)
        ? operands.contains(index)
        : expression.children().stream().anyMatch(child -> reads(child, operands));
  }
}
