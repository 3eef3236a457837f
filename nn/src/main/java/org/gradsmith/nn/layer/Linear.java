/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.init.Init;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** x·Wᵀ + b along the last dimension, as PyTorch's {@code nn.Linear}. */
public final class Linear extends UnaryModule {
  private final int inFeatures;
  private final int outFeatures;

  @Shape("outFeatures, inFeatures")
  private final Tensor weight;

  @Shape("outFeatures")
  private final @Nullable Tensor bias;

  /** With bias. */
  public Linear(int inFeatures, int outFeatures) {
    this(inFeatures, outFeatures, true);
  }

  /** Weights and bias are drawn as PyTorch does: uniformly within ±1/√inFeatures. */
  public Linear(int inFeatures, int outFeatures, boolean bias) {
    Arguments.atLeast(1, "Linear", "inFeatures", inFeatures);
    Arguments.atLeast(1, "Linear", "outFeatures", outFeatures);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight =
        parameter(Init.kaimingUniform(Tensor.empty(outFeatures, inFeatures), Math.sqrt(5)));
    double bound = 1 / Math.sqrt(inFeatures);
    this.bias = bias ? parameter(Init.uniform(Tensor.empty(outFeatures), bound)) : null;
  }

  @Differentiable
  @Override
  @Shape("..., outFeatures")
  public Tensor forward(@Shape("..., inFeatures") Tensor x) {
    return x.linear(weight).addBias(bias, -1);
  }

  public int inFeatures() {
    return inFeatures;
  }

  public int outFeatures() {
    return outFeatures;
  }

  @Shape("outFeatures, inFeatures")
  public Tensor weight() {
    return weight;
  }

  /** One number per output feature, or null. */
  @Shape("outFeatures")
  public @Nullable Tensor bias() {
    return bias;
  }

  @Override
  protected String describe() {
    return "in_features=%s, out_features=%s, bias=%s"
        .formatted(inFeatures, outFeatures, bias == null ? "False" : "True");
  }
}
