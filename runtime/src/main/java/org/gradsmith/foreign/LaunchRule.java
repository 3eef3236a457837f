/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import org.gradsmith.backend.cuda.Grid;
import org.gradsmith.tensor.Tensor;

/** How many threads a kernel is launched with. */
@FunctionalInterface
public interface LaunchRule {
  /** The threads of a block where nothing else is said. */
  int THREADS = 256;

  /**
   * The blocks and threads for one call.
   *
   * @param result of the right shape; its elements are not set yet
   */
  Grid grid(Operands operands, Tensor result);

  /** A thread for each element of the result, in blocks of 256. */
  static LaunchRule perElement() {
    return perElement(THREADS);
  }

  /**
   * A thread for each element of the result, in blocks of that many. The last block reaches beyond
   * the last element: a kernel compares its index with their number.
   */
  static LaunchRule perElement(int threads) {
    return (_, result) -> Grid.of(Math.toIntExact(Math.ceilDiv(result.numel(), threads)), threads);
  }
}
