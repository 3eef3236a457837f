/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** The root mean square norm (Zhang and Sennrich, 2019), with a gelu behind it. */
public final class RootMeanSquareNorm extends UnaryModule {
  private final Tensor weight;

  /** A layer with an element of the weight for each feature, or what broadcasts to them. */
  public RootMeanSquareNorm(Tensor weight) {
    this.weight = weight.requiresGrad(true);
  }

  /** (..., features) to the same. */
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor scale = x.mul(x).sum(-1, true).add(1e-5).rsqrt();
    return x.mul(scale).mul(weight).gelu();
  }
}
