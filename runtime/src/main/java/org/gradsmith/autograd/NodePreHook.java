/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Sees the gradients of a node's results before the node runs backward. */
@FunctionalInterface
public interface NodePreHook {
  /**
   * Called before the node runs.
   *
   * @param outputGradients of the node's results, null where none arrived
   * @return as many gradients to go on with, or null for those that were given
   */
  @Nullable List<? extends @Nullable Tensor> apply(List<@Nullable Tensor> outputGradients);
}
