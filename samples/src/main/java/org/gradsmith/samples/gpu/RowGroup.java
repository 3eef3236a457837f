/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.kernel.RowPlan;

/** Kernels over rows that are verified together. */
interface RowGroup {

  /**
   * Kernels as they lie in a round, in one text.
   *
   * @param cuda the text
   * @param plans what they compute
   */
  record Laid(String cuda, List<RowPlan> plans) {
    public Laid {
      plans = List.copyOf(plans);
    }
  }

  /** Rows and columns. */
  record Sizes(long rows, long columns) {
    long count() {
      return rows * columns;
    }
  }

  /** What kind of kernels they are, for the report. */
  String family();

  /** What messages call the text. */
  String name();

  /** How many there are. */
  int count();

  /** Whether some lie as a call's shapes say. */
  boolean isOpen();

  /** The kernels in a round. */
  Laid in(Layouts layouts);

  /** What they run over, the smallest first. */
  List<Sizes> sizes();

  /** What the attributes of a kernel are in the case of a seed. */
  List<Double> numbers(RowPlan plan, long seed);

  /** Compares what a GPU and the CPU gave with what is right, and tells the tally. */
  void compare(RowCase run, List<StridedArray> gpu, List<StridedArray> cpu, Tally tally);
}
