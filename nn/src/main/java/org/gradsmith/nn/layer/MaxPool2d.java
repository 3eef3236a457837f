/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** The largest element of each square window, as PyTorch's {@code nn.MaxPool2d}. */
public final class MaxPool2d extends UnaryModule {
  private final int kernelSize;
  private final int stride;
  private final int padding;

  /** Windows side by side. */
  public MaxPool2d(int kernelSize) {
    this(kernelSize, kernelSize, 0);
  }

  /** Padding counts as minus infinity and is at most half the window. */
  public MaxPool2d(int kernelSize, int stride, int padding) {
    Arguments.atLeast(1, "MaxPool2d", "kernelSize", kernelSize);
    Arguments.atLeast(1, "MaxPool2d", "stride", stride);
    Arguments.atLeast(0, "MaxPool2d", "padding", padding);
    if (padding > kernelSize / 2) {
      throw new IllegalArgumentException(
          "MaxPool2d: padding must be at most half of kernelSize %s, not %s"
              .formatted(kernelSize, padding));
    }
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
  }

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, C, H, W") Tensor x) {
    return x.maxPool2d(kernelSize, stride, padding);
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

  @Override
  protected String describe() {
    return "kernel_size=%s, stride=%s, padding=%s".formatted(kernelSize, stride, padding);
  }
}
