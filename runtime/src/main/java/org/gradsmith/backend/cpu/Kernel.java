/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import org.gradsmith.backend.StridedArray;

/** Executes one op that is not pointwise. */
@FunctionalInterface
interface Kernel {
  /**
   * Fills the results, which are contiguous.
   *
   * @param attributes Long, Double or long[], as their kinds say
   */
  void run(StridedArray[] operands, Object[] attributes, StridedArray[] results);
}
