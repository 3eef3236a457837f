/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** Makes one dimension of all but the first, the batch, as PyTorch's {@code nn.Flatten}. */
public final class Flatten extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.reshape(x.size(0), -1);
  }

  @Override
  protected String describe() {
    return "start_dim=1, end_dim=-1";
  }
}
