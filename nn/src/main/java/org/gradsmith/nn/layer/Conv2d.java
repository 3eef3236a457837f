/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.init.Init;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional cross-correlation with a square kernel, as PyTorch's {@code nn.Conv2d}: (N,
 * inChannels, H, W) becomes (N, outChannels, H', W') with H' = (H + 2·padding − kernelSize) /
 * stride + 1, rounded down.
 */
public final class Conv2d extends UnaryModule {
  private final int inChannels;
  private final int outChannels;
  private final int kernelSize;
  private final int stride;
  private final int padding;

  @Shape("outChannels, inChannels, kernelSize, kernelSize")
  private final Tensor weight;

  @Shape("outChannels")
  private final @Nullable Tensor bias;

  /** Stride 1, no padding, with bias. */
  public Conv2d(int inChannels, int outChannels, int kernelSize) {
    this(inChannels, outChannels, kernelSize, 1, 0);
  }

  /** With bias. */
  public Conv2d(int inChannels, int outChannels, int kernelSize, int stride, int padding) {
    this(inChannels, outChannels, kernelSize, stride, padding, true);
  }

  /** Weights and bias are drawn as PyTorch does: uniformly within ±1/√(inChannels·kernelSize²). */
  public Conv2d(
      int inChannels, int outChannels, int kernelSize, int stride, int padding, boolean bias) {
    Arguments.atLeast(1, "Conv2d", "inChannels", inChannels);
    Arguments.atLeast(1, "Conv2d", "outChannels", outChannels);
    Arguments.atLeast(1, "Conv2d", "kernelSize", kernelSize);
    Arguments.atLeast(1, "Conv2d", "stride", stride);
    Arguments.atLeast(0, "Conv2d", "padding", padding);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    long[] shape = {outChannels, inChannels, kernelSize, kernelSize};
    this.weight = parameter(Init.kaimingUniform(Tensor.empty(shape), Math.sqrt(5)));
    double bound = 1 / Math.sqrt((double) inChannels * kernelSize * kernelSize);
    this.bias = bias ? parameter(Init.uniform(Tensor.empty(outChannels), bound)) : null;
  }

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, inChannels, H, W") Tensor x) {
    return x.conv2d(weight, stride, padding).addBias(bias);
  }

  public int inChannels() {
    return inChannels;
  }

  public int outChannels() {
    return outChannels;
  }

  public int kernelSize() {
    return kernelSize;
  }

  public int stride() {
    return stride;
  }

  public int padding() {
    return padding;
  }

  @Shape("outChannels, inChannels, kernelSize, kernelSize")
  public Tensor weight() {
    return weight;
  }

  /** One number per output channel, or null. */
  @Shape("outChannels")
  public @Nullable Tensor bias() {
    return bias;
  }

  @Override
  protected String describe() {
    return "%s, %s, kernel_size=(%s, %s), stride=(%s, %s)"
            .formatted(inChannels, outChannels, kernelSize, kernelSize, stride, stride)
        + (padding == 0 ? "" : ", padding=(%s, %s)".formatted(padding, padding))
        + (bias == null ? ", bias=False" : "");
  }
}
