/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Random expressions, in which parts of earlier ones occur again. */
final class RandomExpressions {
  private static final double[] CONSTANTS = {0, -0.0, 1, -1, 0.5, 0.1, 3.5, -2};
  private static final BinaryFunction[] BINARY = {
    BinaryFunction.ADD, BinaryFunction.SUB, BinaryFunction.MUL, BinaryFunction.DIV
  };

  private final Random random;
  private final List<UnaryFunction> functions;
  private final List<Integer> operands;
  private final List<Scalar> made = new ArrayList<>();

  /**
   * @param functions that occur in them
   * @param operands that they read
   */
  RandomExpressions(Random random, List<UnaryFunction> functions, List<Integer> operands) {
    this.random = random;
    this.functions = functions;
    this.operands = new ArrayList<>(operands);
  }

  /** Lets later expressions read another operand. */
  void addOperand(int operand) {
    operands.add(operand);
  }

  /**
   * The next expression.
   *
   * @param depth how deep it may be
   */
  Scalar next(int depth) {
    Scalar expression =
        switch (depth == 0 ? 0 : random.nextInt(9)) {
          case 0 -> leaf();
          case 1, 2 ->
              Scalar.unary(functions.get(random.nextInt(functions.size())), next(depth - 1));
          case 3 ->
              Scalar.ifLess(next(depth - 1), next(depth - 1), next(depth - 1), next(depth - 1));
          case 4 -> made.isEmpty() ? leaf() : made.get(random.nextInt(made.size()));
          default ->
              Scalar.binary(
                  BINARY[random.nextInt(BINARY.length)], next(depth - 1), next(depth - 1));
        };
    made.add(expression);
    return expression;
  }

  private Scalar leaf() {
    int choice = random.nextInt(operands.size() + 1);
    return choice < operands.size()
        ? Scalar.operand(operands.get(choice))
        : Scalar.constant(CONSTANTS[random.nextInt(CONSTANTS.length)]);
  }
}
