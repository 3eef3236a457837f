/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.List;
import org.gradsmith.nn.optim.AdamRule.Decay;
import org.gradsmith.tensor.Tensor;

/**
 * Adam: {@link AdaptiveMoments}, with the weight decay as a part of the gradient, as PyTorch's
 * {@code torch.optim.Adam}.
 */
public final class Adam extends AdaptiveMoments<Adam> {
  /** Without weight decay, unless it is set. */
  public Adam(List<Tensor> parameters, double learningRate) {
    super(parameters, learningRate, 0);
  }

  @Override
  Adam self() {
    return this;
  }

  @Override
  Decay decay() {
    return Decay.IN_GRADIENT;
  }
}
