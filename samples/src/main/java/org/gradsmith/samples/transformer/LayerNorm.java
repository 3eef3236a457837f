/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/**
 * Brings the last dimension to mean 0 and variance 1, then scales and shifts it, as PyTorch's
 * {@code nn.LayerNorm} (Ba, Kiros, Hinton: Layer Normalization, 2016).
 */
public final class LayerNorm extends UnaryModule {
  private static final double EPSILON = 1e-5;

  @Shape("features")
  private final Tensor weight;

  @Shape("features")
  private final Tensor bias;

  /** For so many features in the last dimension. */
  public LayerNorm(int features) {
    weight = parameter(Tensor.ones(features));
    bias = parameter(Tensor.zeros(features));
  }

  @Differentiable
  @Override
  @Shape("..., features")
  public Tensor forward(@Shape("..., features") Tensor x) {
    Tensor centred = x.sub(x.mean(-1, true));
    Tensor variance = centred.square().mean(-1, true);
    return centred.div(variance.add(EPSILON).sqrt()).mul(weight).add(bias);
  }
}
