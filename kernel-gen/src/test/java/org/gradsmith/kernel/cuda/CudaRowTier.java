/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.reference.RowCase;
import org.jspecify.annotations.Nullable;

/** Runs the CUDA text of kernels over rows as g++ compiles it for the CPU. */
public final class CudaRowTier {
  private final CudaTypes types;
  private final CudaOnCpu kernels;

  private CudaRowTier(CudaTypes types, CudaOnCpu kernels) {
    this.types = types;
    this.kernels = kernels;
  }

  /** Skips the test where kernels cannot be compiled for the CPU. */
  public static void assumePresent() {
    CudaOnCpu.assumePresent();
  }

  /**
   * Compiles the text of some kernels.
   *
   * @param directory where the compiler works; it is made
   */
  public static CudaRowTier compile(
      CudaTypes types, List<RowPlan> plans, Path directory, Arena arena) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<String> symbols = new ArrayList<>();
    plans.forEach(plan -> symbols.add(CudaRowWriter.symbol(plan.name())));
    if (plans.stream()
        .flatMap(plan -> plan.outputs().stream())
        .anyMatch(output -> output.target() == Target.COLUMN_SUM)) {
      symbols.add(CudaRowWriter.PARTIAL_SUMS);
    }
    String text = CudaRowWriter.write("kernels of a test", plans, Map.of());
    String[] macros = types.macros().toArray(new String[0]);
    return new CudaRowTier(types, CudaOnCpu.compile(text, symbols, directory, arena, macros));
  }

  /** A kernel, on memory of its own. */
  public Run run(RowCase rows) {
    return new Run(new CudaRowRun(rows, types, true, kernels), rows.plan().outputs().size());
  }

  /** Launches of a kernel. */
  public static final class Run implements AutoCloseable {
    private final CudaRowRun launches;
    private final int outputs;

    private Run(CudaRowRun launches, int outputs) {
      this.launches = launches;
      this.outputs = outputs;
    }

    /** The values of the inputs. */
    public List<double @Nullable []> given() {
      return launches.given();
    }

    /**
     * The values of all outputs.
     *
     * @param order of threads and blocks
     */
    public List<double[]> outputs(int order) {
      launches.run(IntStream.range(0, outputs).boxed().toList(), order);
      return IntStream.range(0, outputs).mapToObj(launches::values).toList();
    }

    @Override
    public void close() {
      launches.close();
    }
  }
}
