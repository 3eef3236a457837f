/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Attentions;
import org.gradsmith.ir.op.Convolution;
import org.gradsmith.ir.op.LayerNorms;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Pooling;
import org.jspecify.annotations.Nullable;

/** Tensor's methods that layers of networks are made of: products, convolution, pooling. */
public sealed interface NetworkMethods permits Tensor {
  /** Product of two matrices: (M, K) · (K, N). */
  @Differentiable
  @Op("matmul")
  default Tensor matmul(Tensor other) {
    return Products.matmul((Tensor) this, other);
  }

  /** this · weightᵀ: (..., in) and (out, in) give (..., out). */
  @Op("linear")
  default Tensor linear(Tensor weight) {
    return Recorder.apply(LinearAlgebra.LINEAR, new Object[] {}, (Tensor) this, weight);
  }

  /**
   * (x - mean) / √(variance + eps) · weight + bias along the last dimension; weight and bias (C)
   * may be absent.
   */
  @Differentiable
  default Tensor layerNorm(@Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    Object[] attributes = {eps};
    return Recorder.apply(LayerNorms.LAYER_NORM, attributes, (Tensor) this, weight, bias);
  }

  /**
   * softmax(this·kᵀ·scale)·v, whose weights (..., L, S) are never in memory as a whole: queries
   * (..., L, E), keys (..., S, E) and values (..., S, V) give (..., L, V).
   *
   * <p>What a query does not see is left out, so NaN or an infinity there may not reach its result.
   *
   * @param ahead query i sees the places up to i + ahead: 0 for causal attention, {@link
   *     Attentions#ALL_AHEAD} or more for all of them; not negative
   */
  @Differentiable
  default Tensor attention(Tensor k, Tensor v, double scale, long ahead) {
    Object[] attributes = {scale, Math.min(ahead, Attentions.ALL_AHEAD)};
    return Recorder.apply(Attentions.ATTENTION, attributes, (Tensor) this, k, v);
  }

  /** Convolution of images (N, C, H, W) with a weight (O, C, KH, KW), stride 1, no padding. */
  @Op("conv2d")
  default Tensor conv2d(Tensor weight) {
    return conv2d(weight, 1, 0);
  }

  /** Convolution of images (N, C, H, W) with a weight (O, C, KH, KW). */
  @Op("conv2d")
  default Tensor conv2d(Tensor weight, int stride, int padding) {
    Object[] attributes = {(long) stride, (long) padding};
    return Recorder.apply(Convolution.CONV2D, attributes, (Tensor) this, weight);
  }

  /** The largest element of each window of images (N, C, H, W); windows do not overlap. */
  @Op("maxPool2d")
  default Tensor maxPool2d(int kernelSize) {
    return maxPool2d(kernelSize, kernelSize, 0);
  }

  /** The largest element of each window of images (N, C, H, W). */
  @Op("maxPool2d")
  default Tensor maxPool2d(int kernelSize, int stride) {
    return maxPool2d(kernelSize, stride, 0);
  }

  /** The largest element of each window of images (N, C, H, W), padded by negative infinity. */
  @Op("maxPool2d")
  default Tensor maxPool2d(int kernelSize, int stride, int padding) {
    Object[] attributes = {(long) kernelSize, (long) stride, (long) padding};
    return Recorder.apply(Pooling.MAX_POOL2D, attributes, (Tensor) this);
  }
}
