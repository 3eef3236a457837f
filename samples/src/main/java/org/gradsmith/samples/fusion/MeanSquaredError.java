/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** The mean of squared differences from targets: a loss that no kernel writes a tensor for. */
public final class MeanSquaredError extends UnaryModule {
  private final Tensor target;

  /** A loss with targets of the shape of its inputs, or what broadcasts with them. */
  public MeanSquaredError(Tensor target) {
    this.target = target.requiresGrad(true);
  }

  /** Any shape to a number. */
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.sub(target).square().mean();
  }
}
