/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.AttributeSpec.Kind;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaRowWriter;

/**
 * The row ops of the table as kernels: softmax, layer normalisation and their like, with their
 * gradients.
 *
 * @param cuda all of them in one text
 * @param plans what they compute
 */
record RowKernels(String cuda, List<RowPlan> plans) implements RowGroup {
  /** What kind of kernels they are, for the report. */
  static final String FAMILY = "rows of the table";

  /** What messages call the text. */
  static final String NAME = "row ops";

  /** What a number of a plan is: the layer normalisation's eps. */
  private static final double NUMBER = 1e-5;

  /**
   * A warp and what lies around it, rows that shared memory keeps, and not: the last columns do not
   * fit into it, even as float32.
   */
  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(1, 1),
          new Sizes(7, 1),
          new Sizes(1, 31),
          new Sizes(1, 32),
          new Sizes(7, 31),
          new Sizes(7, 32),
          new Sizes(1, 1000),
          new Sizes(1000, 1),
          new Sizes(1, 4096),
          new Sizes(7, 1000),
          new Sizes(1, 9001),
          new Sizes(7, 4096),
          new Sizes(1000, 31),
          new Sizes(1000, 32),
          new Sizes(7, 9001),
          new Sizes(1000, 1000),
          new Sizes(1000, 4096));

  RowKernels {
    plans = List.copyOf(plans);
  }

  static RowKernels ofTable() {
    List<RowPlan> plans =
        OpTable.all().stream().filter(RowKernels::hasKernel).map(RowPlan::of).toList();
    return new RowKernels(CudaRowWriter.write(NAME, plans, Map.of()), plans);
  }

  /** Whether a row op has a kernel: CUDA has all functions in it. */
  static boolean hasKernel(Op op) {
    return op.rows().isPresent() && CudaRowWriter.writes(RowPlan.of(op));
  }

  @Override
  public String family() {
    return FAMILY;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int count() {
    return plans.size();
  }

  @Override
  public boolean isOpen() {
    return false;
  }

  @Override
  public Laid in(Layouts layouts) {
    return new Laid(cuda, plans);
  }

  @Override
  public List<Sizes> sizes() {
    return SIZES;
  }

  /** Integers say whether the largest element is looked for, or the smallest. */
  @Override
  public List<Double> numbers(RowPlan plan, long seed) {
    double flag = seed % 4 < 2 ? 1 : 0;
    return OpTable.find(plan.name()).orElseThrow().attributes().stream()
        .map(attribute -> attribute.kind() == Kind.INT ? flag : NUMBER)
        .toList();
  }

  @Override
  public void compare(RowCase run, List<StridedArray> gpu, List<StridedArray> cpu, Tally tally) {
    RowsInDouble.compare(run, gpu, cpu, tally);
  }

  /** The kernel of an op. */
  RowPlan plan(String op) {
    return plans.stream()
        .filter(plan -> plan.name().equals(op))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no row kernel for " + op));
  }
}
