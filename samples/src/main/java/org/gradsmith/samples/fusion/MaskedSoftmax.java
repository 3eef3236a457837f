/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** Softmax of scaled scores to which a mask is added, as attention has it. */
public final class MaskedSoftmax extends UnaryModule {
  private final Tensor mask;

  /** A layer with a mask that broadcasts to the scores. */
  public MaskedSoftmax(Tensor mask) {
    this.mask = mask.requiresGrad(true);
  }

  /** Scores of any shape to weights of the same, which sum to 1 along the last dimension. */
  @Differentiable
  @Override
  public Tensor forward(Tensor scores) {
    return scores.mul(0.125).add(mask).softmax(-1);
  }
}
