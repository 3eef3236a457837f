/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.cuda.CudaWriter;

/**
 * Kernels of random expressions, parts of which are shared between outputs and sums. The kernel
 * called {@code random7} comes from the seed 7.
 */
final class RandomKernels {
  private static final int KERNELS = 10;
  private static final double[] CONSTANTS = {0, -0.0, 1, -1, 0.5, 0.1, 3.5, -2};
  private static final UnaryFunction[] UNARY = {
    UnaryFunction.NEG,
    UnaryFunction.EXP,
    UnaryFunction.LOG,
    UnaryFunction.SQRT,
    UnaryFunction.TANH,
    UnaryFunction.ABS,
    UnaryFunction.SIN,
    UnaryFunction.ATAN,
    UnaryFunction.LOG1P,
    UnaryFunction.FLOOR
  };
  private static final BinaryFunction[] BINARY = {
    BinaryFunction.ADD, BinaryFunction.SUB, BinaryFunction.MUL, BinaryFunction.DIV
  };

  private final Random random;
  private final List<Input> inputs;
  private final List<Scalar> made = new ArrayList<>();

  private RandomKernels(long seed) {
    random = new Random(seed);
    inputs =
        List.of(
            Input.broadcast("a"), Input.broadcast("b"), Input.broadcast("c"), Input.scalar("d"));
  }

  /** Texts with the kernels of some seeds. */
  static List<KernelText> of(long firstSeed, int count) {
    List<KernelText> texts = new ArrayList<>();
    for (int from = 0; from < count; from += KERNELS) {
      List<KernelPlan> plans = new ArrayList<>();
      for (int i = from; i < Math.min(from + KERNELS, count); i++) {
        plans.add(new RandomKernels(firstSeed + i).plan("random" + (firstSeed + i)));
      }
      String name = plans.getFirst().name() + " to " + plans.getLast().name();
      String cuda = CudaWriter.write(name, plans, Map.of());
      texts.add(new KernelText("random expressions", name, cuda, plans, Map.of()));
    }
    return texts;
  }

  private KernelPlan plan(String name) {
    return new KernelPlan(
        name,
        inputs,
        List.of(
            Output.full("y", expression(5)),
            Output.sumTo("g", expression(4)),
            Output.sumTo("h", expression(3))));
  }

  private Scalar expression(int depth) {
    Scalar expression =
        switch (depth == 0 ? 0 : random.nextInt(9)) {
          case 0 -> leaf();
          case 1, 2 -> Scalar.unary(UNARY[random.nextInt(UNARY.length)], expression(depth - 1));
          case 3 ->
              Scalar.ifLess(
                  expression(depth - 1),
                  expression(depth - 1),
                  expression(depth - 1),
                  expression(depth - 1));
          case 4 -> made.isEmpty() ? leaf() : made.get(random.nextInt(made.size()));
          default ->
              Scalar.binary(
                  BINARY[random.nextInt(BINARY.length)],
                  expression(depth - 1),
                  expression(depth - 1));
        };
    made.add(expression);
    return expression;
  }

  private Scalar leaf() {
    int choice = random.nextInt(inputs.size() + 1);
    return choice < inputs.size()
        ? Scalar.operand(choice)
        : Scalar.constant(CONSTANTS[random.nextInt(CONSTANTS.length)]);
  }
}
