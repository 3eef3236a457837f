/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.Optional;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cuda.CudaExpressions.Text;

/**
 * The largest of some terms, and the sum of {@code exp(term - largest)}: two passes as one. That
 * costs a few exponentials more and saves reading the row, which is worth it where the row is not
 * kept in shared memory.
 *
 * @param largest the reduction of the plan that is the largest term
 * @param sum the reduction of the plan that is the sum
 */
record CudaOnlineSum(int largest, int sum) {
  /** What kernels with such sums need, above the kernels and behind {@link CudaBlockFolds}. */
  static final String TEXT =
      """

      // The largest of a thread's terms, and the sum of exp(term - largest). When a term is larger than those
      // before it, their sum is scaled. Milakov and Gimelshein: Online normalizer calculation for softmax, 2018.
      struct OnlineSum {
        SCALAR largest = @-Infinity@;  // -Infinity
        RunningSum powers;

        __device__ void add(SCALAR term) {
          // It adds nothing, but would be NaN before the first larger one; of nothing else, powersOf is NaN.
          if (term == @-Infinity@) return;
          const SCALAR before = largest;
          largest = larger(before, term);
          if (largest != before) {
            const SCALAR scale = exp(before - largest);
            powers.total *= scale;
            powers.chunk *= scale;
          }
          powers.add(exp(term - largest));
        }

        // This thread's part of the sum of exp(term - largestOfAll).
        __device__ double powersOf(SCALAR largestOfAll) const {
          return powers.sum() * exp(largest - largestOfAll);
        }
      };
      """
          .replace("@-Infinity@", CudaExpressions.constant(Double.NEGATIVE_INFINITY).text());

  private static final String FINISH =
      """
      @largest@ = blockLargest(@online@.largest);
      @sum@ = SCALAR(blockSum(@online@.powersOf(@largest@)));
      """;

  /** What two passes find as one, if they are for nothing else. */
  static Optional<CudaOnlineSum> of(RowPlan plan, CudaRowPass first, CudaRowPass second) {
    if (first.reductions().size() != 1 || second.reductions().size() != 1) {
      return Optional.empty();
    }
    int largest = first.reductions().getFirst();
    int sum = second.reductions().getFirst();
    ScalarGraph graph = first.graph();
    int term = graph.roots().get(largest);
    boolean joined =
        plan.reductions().get(largest).fold() == Fold.MAX
            && plan.reductions().get(sum).fold() == Fold.SUM
            && !plan.storesExactly(largest)
            && !plan.storesExactly(sum)
            && first.reads().stream().anyMatch(i -> plan.inputs().get(i).place() == Place.FULL)
            && isPower(graph, graph.roots().get(sum), term, plan.inputs().size() + largest);
    return joined ? Optional.of(new CudaOnlineSum(largest, sum)) : Optional.empty();
  }

  /** Whether a step is exp(term - largest). */
  private static boolean isPower(ScalarGraph graph, int step, int term, int largest) {
    ScalarGraph.Step power = graph.steps().get(step);
    if (!(power.scalar() instanceof Scalar.Unary(UnaryFunction function, Scalar _))
        || function != UnaryFunction.EXP) {
      return false;
    }
    ScalarGraph.Step shifted = graph.steps().get(power.arguments().getFirst());
    return shifted.scalar() instanceof Scalar.Binary(BinaryFunction of, Scalar _, Scalar y)
        && of == BinaryFunction.SUB
        && shifted.arguments().getFirst() == term
        && y.equals(Scalar.operand(largest));
  }

  /** Adds a term to what a thread has. */
  static String add(String online, Text term) {
    return online + ".add(" + term.text() + ");\n";
  }

  /** The row's largest term and sum, from what the threads have. */
  static String finish(String online, String largest, String sum) {
    return FINISH.replace("@online@", online).replace("@largest@", largest).replace("@sum@", sum);
  }
}
