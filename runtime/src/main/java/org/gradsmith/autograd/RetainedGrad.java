/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.function.Function;
import org.gradsmith.tensor.AutogradMeta;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Keeps the gradient of a tensor that is not a leaf, each time backward has computed it. */
final class RetainedGrad implements Function<Tensor, @Nullable Tensor> {
  private final Tensor tensor;
  private @Nullable HookHandle handle;

  private RetainedGrad(Tensor tensor) {
    this.tensor = tensor;
  }

  /** Starts with a tensor, unless it is a leaf or its gradient is kept already. */
  static void start(Tensor tensor) {
    Edge edge = Edge.of(tensor);
    if (edge == null) {
      throw new AutogradException(
          "retainGrad: %s does not require a gradient".formatted(tensor.describe()));
    }
    AutogradMeta meta = tensor.autogradOrNew();
    synchronized (meta) {
      if (tensor.isLeaf() || meta.attachment() instanceof RetainedGrad) {
        return;
      }
      RetainedGrad retained = new RetainedGrad(tensor);
      retained.follow(edge);
      meta.attachment(retained);
    }
  }

  /**
   * Goes on with the history that a write gave the tensor, if the gradient of its old one is kept.
   */
  static void move(AutogradMeta meta, Edge to) {
    synchronized (meta) {
      if (meta.attachment() instanceof RetainedGrad retained) {
        retained.follow(to);
      }
    }
  }

  /** Sees the gradient after all other hooks have, whenever they were registered. */
  private void follow(Edge edge) {
    HookHandle old = handle;
    if (old != null) {
      old.remove();
    }
    handle = edge.node().hooksOrNew().addLast(edge.output(), this);
  }

  @Override
  public @Nullable Tensor apply(Tensor gradient) {
    Tensor sum = tensor.grad();
    tensor.grad(sum == null ? gradient : sum.add(gradient));
    return null;
  }
}
