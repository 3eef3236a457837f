/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/**
 * GELU of inputs that are scaled and shifted column by column, in the approximation by tanh
 * (Hendrycks and Gimpel, Gaussian Error Linear Units, 2016).
 */
public final class ScaledGelu extends UnaryModule {
  private final Tensor weight;
  private final Tensor bias;

  /**
   * A layer over rows.
   *
   * @param weight one per column
   * @param bias one per column
   */
  public ScaledGelu(Tensor weight, Tensor bias) {
    this.weight = weight.requiresGrad(true);
    this.bias = bias.requiresGrad(true);
  }

  /** (N, columns) to the same. */
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor t = x.mul(weight).add(bias);
    Tensor inner = t.mul(t).mul(t).mul(0.044715).add(t).mul(0.7978845608028654);
    return inner.tanh().add(1.0).mul(t).mul(0.5);
  }
}
