/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaRowWriter;

/**
 * Kernels over rows that fusion made, in one text of CUDA C. Any expression may stand in them, so
 * they are held to what their plans say, as pointwise kernels are.
 *
 * @param family what kind of kernels they are, for the report
 * @param name what messages call the text
 * @param cuda the kernels as they are where nothing is broadcast
 * @param plans what they compute
 */
record FusedRowKernels(String family, String name, String cuda, List<OpenRowPlan> plans)
    implements RowGroup {

  /**
   * A warp and what lies around it; rows that shared memory keeps, and not. Few, since what is
   * right costs more than the kernels, and each layout is compiled for itself.
   */
  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1),
          new Sizes(7, 1),
          new Sizes(7, 31),
          new Sizes(150, 33),
          new Sizes(7, 1000),
          new Sizes(2, 9001));

  FusedRowKernels {
    plans = List.copyOf(plans);
  }

  @Override
  public int count() {
    return plans.size();
  }

  @Override
  public boolean isOpen() {
    return plans.stream()
        .flatMap(plan -> plan.inputs().stream())
        .anyMatch(input -> Layouts.isOpen(input.kind()));
  }

  @Override
  public Laid in(Layouts layouts) {
    List<RowPlan> whole = plans.stream().map(OpenRowPlan::whole).toList();
    List<RowPlan> laid = plans.stream().map(layouts::of).toList();
    return new Laid(
        laid.equals(whole) ? cuda : CudaRowWriter.write(name + ", " + layouts, laid, Map.of()),
        laid);
  }

  @Override
  public List<Sizes> sizes() {
    return SIZES;
  }

  @Override
  public List<Double> numbers(RowPlan plan, long seed) {
    return List.of();
  }

  @Override
  public void compare(RowCase run, List<StridedArray> gpu, List<StridedArray> cpu, Tally tally) {
    ExpectedRows.compare(run, gpu, cpu, tally);
  }
}
