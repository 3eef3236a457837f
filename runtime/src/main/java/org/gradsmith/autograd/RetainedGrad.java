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
    if (!tensor.requiresGrad()) {
      throw new AutogradException(
          "retainGrad: %s does not require a gradient".formatted(tensor.describe()));
    }
    AutogradMeta meta = tensor.autogradOrNew();
    synchronized (meta) {
      if (tensor.isLeaf() || meta.attachment() instanceof RetainedGrad) {
        return;
      }
      RetainedGrad retained = new RetainedGrad(tensor);
      retained.handle = Autograd.registerHook(tensor, retained);
      meta.attachment(retained);
    }
  }

  /** Ends it for the history that a tensor has now; whether there was anything to end. */
  static boolean stop(AutogradMeta meta) {
    if (!(meta.attachment() instanceof RetainedGrad retained)) {
      return false;
    }
    HookHandle handle = retained.handle;
    if (handle != null) {
      handle.remove();
    }
    meta.attachment(null);
    return true;
  }

  @Override
  public @Nullable Tensor apply(Tensor gradient) {
    Tensor sum = tensor.grad();
    tensor.grad(sum == null ? gradient : sum.add(gradient));
    return null;
  }
}
