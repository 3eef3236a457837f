/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.LocalNames;
import org.gradsmith.kernel.RowLevels;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;

/**
 * Writes the {@code .cu} file of some row plans: a header that says how to compile and launch it,
 * the parts that its kernels share, then each kernel under its comment. {@link CudaRowLaunch} says
 * how a kernel is launched.
 */
public final class CudaRowWriter {
  /** The kernel that puts sums over rows together. */
  public static final String PARTIAL_SUMS = "addPartialSums";

  private static final String HEADER =
      """
      // @title@
      //
      // Written by Gradsmith.
      // Compile with --fmad=false, so that every operation rounds as in Java and as in the op by itself.
      // A block takes one row at a time. A pointer to an output may be null: it is left out.
      // Launch with 32 threads in a block, or a multiple of it up to 256, in one dimension.
      """;

  private static final String STAGED =
      """
      // Shared memory in which a block keeps what it needs again, where rows are short enough. Eight blocks
      // of 256 threads, all that run at once, find room for it in a multiprocessor of sm_80 and sm_90.
      #ifndef STAGED_BYTES
      #define STAGED_BYTES 16384
      #endif
      """;

  private static final String ADD_PARTIAL_SUMS =
      """

      // Sums over rows: every block of a kernel has left a row of sums. A block of 256 threads takes 32
      // columns at a time: each warp adds up every eighth row of sums, then the warps' sums are added in order.
      extern "C" __global__ void __launch_bounds__(256)
      addPartialSums(
          SCALAR* __restrict__ sums,  // column
          const SCALAR* __restrict__ partial,  // (blocks, columns)
          INDEX blocks, INDEX columns) {
        __shared__ double ofWarps[8][32];
        const unsigned int warp = threadIdx.x / 32;
        const unsigned int lane = threadIdx.x % 32;
        for (INDEX first = blockIdx.x * 32; first < columns; first += gridDim.x * 32) {
          const INDEX column = first + lane;
          double sum = 0;
          for (INDEX block = warp; column < columns && block < blocks; block += 8) {
            sum += partial[block * columns + column];
          }
          ofWarps[warp][lane] = sum;
          __syncthreads();
          if (warp == 0 && column < columns) {
            for (int other = 1; other < 8; other++) sum += ofWarps[other][lane];
            sums[column] = SCALAR(sum);
          }
          __syncthreads();  // the first warp has read the others' sums
        }
      }
      """;

  /** What the text itself names, besides the words of {@link CudaNames}. */
  private static final Set<String> OWN =
      Set.of(
          "RunningSum",
          "OnlineSum",
          "larger",
          "smaller",
          "blockSum",
          "blockLargest",
          "blockSmallest",
          "blockFirst",
          PARTIAL_SUMS,
          "STAGED_BYTES",
          "rows",
          "columns",
          "row",
          "column",
          "start",
          "room",
          "fits");

  private CudaRowWriter() {}

  /**
   * The text of some kernels.
   *
   * @param title what the file is, for its first line
   * @param plans the kernels; their names must differ
   * @param comments what stands above each kernel, by its name
   */
  public static String write(
      String title, List<RowPlan> plans, Map<String, List<String>> comments) {
    LocalNames symbols = LocalNames.empty();
    Set<Fold> folds = EnumSet.noneOf(Fold.class);
    List<String> kernels = new ArrayList<>();
    boolean stages = false;
    boolean online = false;
    for (RowPlan plan : plans) {
      String symbol = symbol(plan.name());
      if (!symbols.unique(symbol).equals(symbol)) {
        throw new IllegalArgumentException(
            "two kernels are named '%s' in CUDA C".formatted(symbol));
      }
      CudaRowKernelWriter writer = new CudaRowKernelWriter(plan);
      StringBuilder kernel = new StringBuilder("\n");
      for (String line : comments.getOrDefault(plan.name(), List.of())) {
        kernel.append("// ").append(CudaWriter.comment(line)).append('\n');
      }
      kernels.add(kernel + writer.write());
      stages |= writer.stages();
      online |= writer.sumsOnline();
      folds.addAll(folds(plan));
    }
    boolean sums =
        plans.stream()
            .flatMap(plan -> plan.outputs().stream())
            .anyMatch(output -> output.target() == Target.COLUMN_SUM);
    return HEADER.replace("@title@", CudaWriter.comment(title))
        + CudaWriter.TYPES
        + (stages ? STAGED : "")
        + CudaBlockFolds.text(folds)
        + (online ? CudaOnlineSum.TEXT : "")
        + String.join("", kernels)
        + (sums ? ADD_PARTIAL_SUMS : "");
  }

  private static Set<Fold> folds(RowPlan plan) {
    RowLevels levels = RowLevels.of(plan.graph(), plan.inputs().size(), plan.reductions().size());
    Set<Fold> folds = EnumSet.noneOf(Fold.class);
    for (int k = 0; k < plan.reductions().size(); k++) {
      if (levels.levels().get(k) >= 0) {
        folds.add(plan.reductions().get(k).fold());
      }
    }
    return folds;
  }

  /** Whether CUDA has every function of a plan. */
  public static boolean writes(RowPlan plan) {
    return plan.reductions().stream().allMatch(r -> CudaExpressions.knows(r.term()))
        && plan.outputs().stream().allMatch(output -> CudaExpressions.knows(output.expression()));
  }

  /** The name under which the compiled kernel is found. */
  public static String symbol(String kernelName) {
    return OWN.contains(kernelName) ? kernelName + "_" : CudaWriter.symbol(kernelName);
  }

  /** Names for a kernel, different from those that the text has itself. */
  static LocalNames localNames() {
    LocalNames names = LocalNames.empty();
    OWN.forEach(names::unique);
    return names;
  }

  /** The numbers that a plan reads, in ascending order: each is a parameter of its kernel. */
  static List<Integer> numbers(RowPlan plan) {
    return plan.graph().steps().stream()
        .map(ScalarGraph.Step::scalar)
        .filter(Scalar.Attribute.class::isInstance)
        .map(scalar -> ((Scalar.Attribute) scalar).index())
        .sorted()
        .toList();
  }
}
