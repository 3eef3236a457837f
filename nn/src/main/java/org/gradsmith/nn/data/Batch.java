/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import org.gradsmith.tensor.Tensor;

/**
 * Several examples stacked along a first dimension.
 *
 * @param input what goes into the net
 * @param target what should come out
 */
public record Batch(Tensor input, Tensor target) {
  /** The number of examples. */
  public int size() {
    return Math.toIntExact(input.size(0));
  }
}
