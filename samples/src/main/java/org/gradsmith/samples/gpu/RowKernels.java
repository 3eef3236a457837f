/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.Map;
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
record RowKernels(String cuda, List<RowPlan> plans) {
  /** What kind of kernels they are, for the report. */
  static final String FAMILY = "rows of the table";

  /** What messages call the text. */
  static final String NAME = "row ops";

  /** What a number of a plan is: the layer normalisation's eps. */
  private static final double NUMBER = 1e-5;

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

  /**
   * What the attributes of a plan are.
   *
   * @param flags what integers are: whether the largest element is looked for, or the smallest
   */
  static double[] numbers(RowPlan plan, boolean flags) {
    return OpTable.find(plan.name()).orElseThrow().attributes().stream()
        .mapToDouble(attribute -> attribute.kind() == Kind.INT ? flags ? 1 : 0 : NUMBER)
        .toArray();
  }

  /** The kernel of an op. */
  RowPlan plan(String op) {
    return plans.stream()
        .filter(plan -> plan.name().equals(op))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no row kernel for " + op));
  }
}
