/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import org.gradsmith.backend.StridedArray;
import org.jspecify.annotations.Nullable;

/** Executes one op that is not pointwise. */
@FunctionalInterface
interface Kernel {
  /**
   * Fills the results, which are contiguous.
   *
   * @param operands null where an optional one is absent
   * @param attributes Long, Double, long[] or DType, as their kinds say
   */
  void run(@Nullable StridedArray[] operands, Object[] attributes, StridedArray[] results);

  /** A kernel of an op without optional operands. */
  @FunctionalInterface
  interface OfPresent {
    /** As {@link Kernel#run}. */
    void run(StridedArray[] operands, Object[] attributes, StridedArray[] results);
  }

  /** The kernel of an op all of whose operands must be there. */
  static Kernel of(OfPresent kernel) {
    return (operands, attributes, results) -> {
      StridedArray[] present = new StridedArray[operands.length];
      for (int i = 0; i < operands.length; i++) {
        StridedArray operand = operands[i];
        if (operand == null) {
          throw new IllegalStateException("operand " + i + " is absent");
        }
        present[i] = operand;
      }
      kernel.run(present, attributes, results);
    };
  }
}
