/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
  private static final List<UnaryFunction> FUNCTIONS =
      List.of(
          UnaryFunction.NEG,
          UnaryFunction.EXP,
          UnaryFunction.LOG,
          UnaryFunction.SQRT,
          UnaryFunction.TANH,
          UnaryFunction.ABS,
          UnaryFunction.SIN,
          UnaryFunction.ATAN,
          UnaryFunction.LOG1P,
          UnaryFunction.FLOOR);
  private static final List<Input> INPUTS =
      List.of(Input.broadcast("a"), Input.broadcast("b"), Input.broadcast("c"), Input.scalar("d"));

  private RandomKernels() {}

  /** Texts with the kernels of some seeds. */
  static List<KernelText> of(long firstSeed, int count) {
    List<KernelText> texts = new ArrayList<>();
    for (int from = 0; from < count; from += KERNELS) {
      List<KernelPlan> plans = new ArrayList<>();
      for (int i = from; i < Math.min(from + KERNELS, count); i++) {
        plans.add(plan(firstSeed + i));
      }
      String name = plans.getFirst().name() + " to " + plans.getLast().name();
      String cuda = CudaWriter.write(name, plans, Map.of());
      texts.add(new KernelText("random expressions", name, cuda, plans, Map.of()));
    }
    return texts;
  }

  private static KernelPlan plan(long seed) {
    RandomExpressions expressions =
        new RandomExpressions(new Random(seed), FUNCTIONS, List.of(0, 1, 2, 3));
    return new KernelPlan(
        "random" + seed,
        INPUTS,
        List.of(
            Output.full("y", expressions.next(5)),
            Output.sumTo("g", expressions.next(4)),
            Output.sumTo("h", expressions.next(3))));
  }
}
