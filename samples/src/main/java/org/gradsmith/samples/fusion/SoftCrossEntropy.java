/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** The cross entropy of scores and target probabilities of the classes, mean over the batch. */
public final class SoftCrossEntropy extends UnaryModule {
  private final Tensor target;

  /** A loss with a probability for each class, (classes), or for each of a batch as well. */
  public SoftCrossEntropy(Tensor target) {
    this.target = target.requiresGrad(true);
  }

  /** (batch, classes) to a number. */
  @Differentiable
  @Override
  public Tensor forward(Tensor scores) {
    return scores.logSoftmax(-1).mul(target).sum(-1).mean().neg();
  }
}
