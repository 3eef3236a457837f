/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.List;
import org.gradsmith.nn.optim.AdamRule.Decay;
import org.gradsmith.tensor.Tensor;

/**
 * {@link AdaptiveMoments} with a weight decay that shrinks the parameter and leaves the moments
 * alone (Loshchilov, Hutter: Decoupled Weight Decay Regularization, 2019), as PyTorch's {@code
 * torch.optim.AdamW}.
 */
public final class AdamW extends AdaptiveMoments<AdamW> {
  /** With a weight decay of 0.01, unless another one is set. */
  public AdamW(List<Tensor> parameters, double learningRate) {
    super(parameters, learningRate, 0.01);
  }

  @Override
  AdamW self() {
    return this;
  }

  @Override
  Decay decay() {
    return Decay.IN_PARAMETER;
  }
}
