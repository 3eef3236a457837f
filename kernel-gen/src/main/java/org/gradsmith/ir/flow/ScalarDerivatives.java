/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of expressions over numbers, by the chain rule: that of each function in an
 * expression is the rule of the row which is that function and nothing else.
 */
public final class ScalarDerivatives {
  private static final Map<UnaryFunction, Op> UNARY = new EnumMap<>(UnaryFunction.class);
  private static final Map<BinaryFunction, Op> BINARY = new EnumMap<>(BinaryFunction.class);

  static {
    for (Op op : OpTable.all()) {
      if (op.attributes().isEmpty()) {
        op.expression().ifPresent(expression -> enter(op, expression));
      }
    }
  }

  private ScalarDerivatives() {}

  private static void enter(Op op, Scalar expression) {
    Scalar first = Scalar.operand(0);
    switch (expression) {
      case Scalar.Unary(UnaryFunction function, Scalar x) when x.equals(first) ->
          UNARY.putIfAbsent(function, op);
      case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y)
          when x.equals(first) && y.equals(Scalar.operand(1)) ->
          BINARY.putIfAbsent(function, op);
      default -> {}
    }
  }

  /**
   * The cotangent times the partial derivative of an expression; empty where that is zero for all
   * operands. At kinks the conventions are those of the rows, and a choice has the derivative of
   * the side that is taken.
   *
   * @param operand the operand to differentiate for
   * @throws IllegalArgumentException for a function that no row knows the derivative of
   */
  public static Optional<Scalar> gradient(Scalar expression, int operand, Scalar cotangent) {
    return switch (expression) {
      case Scalar.Operand(int index) ->
          index == operand ? Optional.of(cotangent) : Optional.empty();
      case Scalar.Attribute _, Scalar.Constant _ -> Optional.empty();
      case Scalar.Unary(UnaryFunction function, Scalar x) ->
          function == UnaryFunction.NEG
              ? gradient(x, operand, Scalar.unary(UnaryFunction.NEG, cotangent))
              : chain(UNARY.get(function), List.of(x), expression, operand, cotangent);
      case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) ->
          chain(BINARY.get(function), List.of(x, y), expression, operand, cotangent);
      case Scalar.IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          either(then, otherwise, operand, cotangent)
              .map(sides -> Scalar.ifLess(left, right, sides.get(0), sides.get(1)));
      case Scalar.IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) ->
          either(then, otherwise, operand, cotangent)
              .map(sides -> Scalar.ifEqual(left, right, sides.get(0), sides.get(1)));
    };
  }

  private static Optional<List<Scalar>> either(
      Scalar then, Scalar otherwise, int operand, Scalar cotangent) {
    Optional<Scalar> first = gradient(then, operand, cotangent);
    Optional<Scalar> second = gradient(otherwise, operand, cotangent);
    Scalar zero = Scalar.constant(0);
    return first.isEmpty() && second.isEmpty()
        ? Optional.empty()
        : Optional.of(List.of(first.orElse(zero), second.orElse(zero)));
  }

  private static Optional<Scalar> chain(
      @Nullable Op op, List<Scalar> arguments, Scalar result, int operand, Scalar cotangent) {
    if (arguments.stream().noneMatch(a -> reads(a, operand))) {
      return Optional.empty();
    }
    if (op == null) {
      throw new IllegalArgumentException("no row knows the derivative of " + result);
    }
    List<Optional<Scalar>> rules = ScalarRules.gradients(op);
    Optional<Scalar> sum = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      Scalar argument = arguments.get(i);
      if (reads(argument, operand) && rules.get(i).isPresent()) {
        List<Scalar> places = new ArrayList<>(arguments);
        places.add(result);
        places.add(cotangent);
        Scalar inner = ScalarRules.substitute(rules.get(i).get(), places, List.of());
        sum = plus(sum, gradient(argument, operand, inner));
      }
    }
    return sum;
  }

  /** A sum of which either part may be zero. */
  public static Optional<Scalar> plus(Optional<Scalar> a, Optional<Scalar> b) {
    return a.isEmpty() ? b : b.isEmpty() ? a : Optional.of(Scalar.add(a.get(), b.get()));
  }

  /** Whether an expression reads an operand. */
  public static boolean reads(Scalar expression, int operand) {
    return expression instanceof Scalar.Operand(int index)
        ? index == operand
        : expression.children().stream().anyMatch(child -> reads(child, operand));
  }
}
