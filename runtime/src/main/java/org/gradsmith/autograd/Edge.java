/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.tensor.AutogradMeta;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where a gradient goes: to a result of a node.
 *
 * @param node the node that computed the tensor whose gradient this is
 * @param output which of the node's results the tensor is
 */
public record Edge(Node node, int output) {
  /** Where the gradient of a tensor goes; null if the tensor requires none. */
  public static @Nullable Edge of(@Nullable Tensor tensor) {
    if (tensor == null || !tensor.requiresGrad()) {
      return null;
    }
    Node node = tensor.gradFn();
    AutogradMeta meta = tensor.autogradOrNew();
    return node == null
        ? new Edge(AccumulateGrad.of(tensor, meta), 0)
        : new Edge(node, meta.outputNumber());
  }
}
