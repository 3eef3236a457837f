/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.List;
import java.util.Map;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.RowPlan;

/**
 * Writes the {@code .cu} file of a companion: its pointwise kernels, then those over rows. The
 * helpers of the two have names in common, so those of the latter stand in a namespace; kernels are
 * found by their names alone.
 */
public final class CudaFile {
  private static final String ROWS_BEGIN = "\nnamespace rows {\n\n";
  private static final String ROWS_END = "\n}  // namespace rows\n";

  private CudaFile() {}

  /**
   * The text of a companion's kernels; those over rows as they are where nothing is broadcast.
   *
   * @param title what the file is, for its first line
   * @param plans the kernels; their names must differ
   * @param comments what stands above each kernel, by its name: the lines of Java it comes from
   */
  public static String write(
      String title, List<FusedPlan> plans, Map<String, List<String>> comments) {
    List<KernelPlan> pointwise = of(KernelPlan.class, plans);
    List<RowPlan> rows = of(OpenRowPlan.class, plans).stream().map(OpenRowPlan::whole).toList();
    if (rows.isEmpty()) {
      return CudaWriter.write(title, pointwise, comments);
    }
    String ofRows = CudaRowWriter.write(title, rows, comments);
    return pointwise.isEmpty()
        ? ofRows
        : CudaWriter.write(title, pointwise, comments) + ROWS_BEGIN + ofRows + ROWS_END;
  }

  private static <P extends FusedPlan> List<P> of(Class<P> kind, List<FusedPlan> plans) {
    return plans.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
