/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.Input;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.Output;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.cuda.CudaRowWriter;

/**
 * Kernels over rows of random expressions: reductions that read earlier ones, and outputs of every
 * kind that read them. The kernel called {@code randomRows7} comes from the seed 7.
 */
final class RandomRows {
  private static final int KERNELS = 10;
  private static final int MOST_REDUCTIONS = 3;
  private static final List<Fold> FOLDS = List.of(Fold.values());

  /** Those that have a value everywhere: one element that is no number makes a row of them. */
  private static final List<UnaryFunction> FUNCTIONS =
      List.of(
          UnaryFunction.NEG,
          UnaryFunction.EXP,
          UnaryFunction.TANH,
          UnaryFunction.ABS,
          UnaryFunction.SIN,
          UnaryFunction.ATAN,
          UnaryFunction.ERFC);

  private static final List<Input> INPUTS =
      List.of(
          Input.of("a", InputKind.BROADCAST),
          Input.of("b", InputKind.BROADCAST),
          Input.of("c", InputKind.WITHIN),
          Input.of("d", InputKind.COLUMN),
          Input.of("e", InputKind.ROW),
          Input.of("f", InputKind.SCALAR));

  /** Which of them have one element for all columns of a row. */
  private static final List<Integer> PER_ROW = List.of(4, 5);

  private RandomRows() {}

  /** Texts with the kernels of some seeds. */
  static List<FusedRowKernels> of(long firstSeed, int count) {
    List<FusedRowKernels> texts = new ArrayList<>();
    for (int from = 0; from < count; from += KERNELS) {
      List<OpenRowPlan> plans = new ArrayList<>();
      for (int i = from; i < Math.min(from + KERNELS, count); i++) {
        plans.add(plan(firstSeed + i));
      }
      String name = plans.getFirst().name() + " to " + plans.getLast().name();
      String cuda =
          CudaRowWriter.write(name, plans.stream().map(OpenRowPlan::whole).toList(), Map.of());
      texts.add(new FusedRowKernels("random expressions over rows", name, cuda, plans));
    }
    return texts;
  }

  private static OpenRowPlan plan(long seed) {
    Random random = new Random(seed);
    RandomExpressions ofElements =
        new RandomExpressions(random, FUNCTIONS, List.of(0, 1, 2, 3, 4, 5));
    RandomExpressions ofRows = new RandomExpressions(random, FUNCTIONS, PER_ROW);
    List<Reduction> reductions = new ArrayList<>();
    for (int k = 0; k <= random.nextInt(MOST_REDUCTIONS); k++) {
      Fold fold = FOLDS.get(random.nextInt(FOLDS.size()));
      // Nearly all terms differ from 0, so the first one that does has to be looked for.
      Scalar term =
          fold == Fold.FIRST
              ? Scalar.ifLess(
                  ofElements.next(2), Scalar.constant(-1), Scalar.constant(1), Scalar.constant(0))
              : ofElements.next(4);
      reductions.add(new Reduction("r" + k, fold, term));
      ofElements.addOperand(INPUTS.size() + k);
      ofRows.addOperand(INPUTS.size() + k);
    }
    return new OpenRowPlan(
        "randomRows" + seed,
        INPUTS,
        reductions,
        List.of(
            new Output("y", OutputKind.FULL, ofElements.next(4)),
            new Output("g", OutputKind.SUM_TO, ofElements.next(3)),
            new Output("h", OutputKind.COLUMN_SUM, ofElements.next(3)),
            new Output("k", OutputKind.ROW, ofRows.next(3))));
  }
}
