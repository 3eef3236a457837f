/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Sees what a node made of the gradients of its results. */
@FunctionalInterface
public interface NodeHook {
  /**
   * Called after the node has run.
   *
   * @param inputGradients of the node's operands, null where none is needed
   * @param outputGradients of its results, null where none arrived
   * @return as many gradients of the operands to go on with, or null for those that were given
   */
  @Nullable List<? extends @Nullable Tensor> apply(
      List<@Nullable Tensor> inputGradients, List<@Nullable Tensor> outputGradients);
}
