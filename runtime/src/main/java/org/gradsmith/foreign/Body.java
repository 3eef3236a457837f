/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import org.gradsmith.tensor.Tensor;

/** How the values of a foreign op are computed. */
@FunctionalInterface
interface Body {
  /**
   * Computes the elements of the result.
   *
   * @param operands as declared; the inputs contiguous, in native memory and without a gradient
   * @param result contiguous, with at least one element, none of which is set
   */
  void run(Operands operands, Tensor result);
}
