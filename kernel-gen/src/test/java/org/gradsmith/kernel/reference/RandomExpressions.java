/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/** Expressions from a seed. Parts of earlier ones are used again, so that some are shared. */
public final class RandomExpressions {
  private static final double[] CONSTANTS = {
    0, -0.0, 1, -1, 0.1, 3.5, 1e30, -1e-40, Double.NaN, Double.POSITIVE_INFINITY
  };

  private final Random random;
  private final int operands;
  private final int attributes;
  private final boolean floating;
  private final List<Scalar> made = new ArrayList<>();

  /**
   * @param floating whether functions of floating dtypes only may occur
   */
  public RandomExpressions(Random random, int operands, int attributes, boolean floating) {
    this.random = random;
    this.operands = operands;
    this.attributes = attributes;
    this.floating = floating;
  }

  /** An expression of at most {@code depth} functions from root to leaf. */
  public Scalar next(int depth) {
    Scalar expression =
        switch (depth == 0 ? 0 : random.nextInt(8)) {
          case 0 -> leaf();
          case 1 -> Scalar.unary(unary(), next(depth - 1));
          case 2 ->
              Scalar.ifLess(next(depth - 1), next(depth - 1), next(depth - 1), next(depth - 1));
          case 3 -> made.isEmpty() ? leaf() : made.get(random.nextInt(made.size()));
          default -> new Scalar.Binary(binary(), next(depth - 1), next(depth - 1));
        };
    made.add(expression);
    return expression;
  }

  private Scalar leaf() {
    int choice = random.nextInt(operands + attributes + 1);
    if (choice < operands) {
      return Scalar.operand(choice);
    }
    return choice < operands + attributes
        ? Scalar.attribute(choice - operands)
        : Scalar.constant(CONSTANTS[random.nextInt(CONSTANTS.length)]);
  }

  private UnaryFunction unary() {
    UnaryFunction[] functions = {
      UnaryFunction.NEG,
      UnaryFunction.EXP,
      UnaryFunction.LOG,
      UnaryFunction.SQRT,
      UnaryFunction.TANH,
      UnaryFunction.ABS,
      UnaryFunction.FLOOR,
      UnaryFunction.SIN
    };
    return floating ? functions[random.nextInt(functions.length)] : UnaryFunction.NEG;
  }

  private BinaryFunction binary() {
    BinaryFunction[] functions =
        floating
            ? new BinaryFunction[] {
              BinaryFunction.ADD, BinaryFunction.SUB, BinaryFunction.MUL, BinaryFunction.DIV
            }
            : new BinaryFunction[] {BinaryFunction.ADD, BinaryFunction.SUB, BinaryFunction.MUL};
    return functions[random.nextInt(functions.length)];
  }
}
