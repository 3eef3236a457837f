/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.ConvolutionNd;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions (cross-correlations) of an input (N, C, spatial...) or (C, spatial...), and their
 * transposes. The weight of a convolution is (O, C / groups, window...), that of a transposed one
 * (C, O / groups, window...); the bias is (O).
 */
public final class Convolutions {
  private Convolutions() {}

  /** Stride 1, no padding. */
  @Differentiable
  public static Tensor conv1d(Tensor input, Tensor weight, @Nullable Tensor bias) {
    return conv1d(input, weight, bias, ConvolutionOptions.STANDARD);
  }

  /** Over one dimension. */
  @Differentiable
  public static Tensor conv1d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return convolution("conv1d", 1, input, weight, bias, options);
  }

  /** Stride 1, no padding. */
  @Differentiable
  public static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias) {
    return conv2d(input, weight, bias, ConvolutionOptions.STANDARD);
  }

  /** Over two dimensions. */
  @Differentiable
  public static Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return convolution("conv2d", 2, input, weight, bias, options);
  }

  /** Stride 1, no padding. */
  @Differentiable
  public static Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias) {
    return conv3d(input, weight, bias, ConvolutionOptions.STANDARD);
  }

  /** Over three dimensions. */
  @Differentiable
  public static Tensor conv3d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return convolution("conv3d", 3, input, weight, bias, options);
  }

  /** The transpose of {@link #conv1d}: what carries its cotangents back. */
  @Differentiable
  public static Tensor convTranspose1d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return transposed("convTranspose1d", 1, input, weight, bias, options);
  }

  /** The transpose of {@link #conv2d}. */
  @Differentiable
  public static Tensor convTranspose2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return transposed("convTranspose2d", 2, input, weight, bias, options);
  }

  /** The transpose of {@link #conv3d}. */
  @Differentiable
  public static Tensor convTranspose3d(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    return transposed("convTranspose3d", 3, input, weight, bias, options);
  }

  private static Tensor convolution(
      String op,
      int dims,
      Tensor input,
      Tensor weight,
      @Nullable Tensor bias,
      ConvolutionOptions options) {
    requireWeight(op, dims, weight);
    long[] stride = options.strides(op, dims);
    long[] dilation = options.dilations(op, dims);
    long[] padding = new long[2 * dims];
    for (int i = 0; i < dims; i++) {
      long around = 2 * options.paddings(op, dims)[i];
      if (options.isSame()) {
        if (stride[i] != 1) {
          throw new IllegalArgumentException(op + ": padding 'same' takes stride 1");
        }
        around = dilation[i] * (weight.size(i + 2) - 1);
      }
      padding[2 * i] = around / 2;
      padding[2 * i + 1] = around - around / 2;
    }
    Tensor x = Spatial.batched(op, input, dims);
    Tensor result = apply(x, weight, stride, padding, dilation, options);
    return Spatial.unbatched(biased(result, bias), input, dims);
  }

  private static Tensor apply(
      Tensor x,
      Tensor weight,
      long[] stride,
      long[] padding,
      long[] dilation,
      ConvolutionOptions options) {
    boolean plain =
        x.dim() == 4
            && x.dtype() == DType.FLOAT32
            && weight.dtype() == DType.FLOAT32
            && options.groupCount() == 1
            && stride[0] == stride[1]
            && dilation[0] * dilation[1] == 1
            && Arrays.stream(padding).allMatch(size -> size == padding[0]);
    if (plain) {
      // this form has a native kernel
      return x.conv2d(weight, Math.toIntExact(stride[0]), Math.toIntExact(padding[0]));
    }
    Object[] attributes = {stride, padding, dilation, (long) options.groupCount()};
    return Recorder.apply(ConvolutionNd.CONV_ND, attributes, x, weight);
  }

  private static Tensor transposed(
      String op,
      int dims,
      Tensor input,
      Tensor weight,
      @Nullable Tensor bias,
      ConvolutionOptions options) {
    Spatial.requireRank(op, input, dims);
    requireWeight(op, dims, weight);
    long[] stride = options.strides(op, dims);
    long[] around = options.paddings(op, dims);
    long[] dilation = options.dilations(op, dims);
    long[] added = options.outputPaddings(op, dims);
    int groups = options.groupCount();
    int channels = input.dim() - dims - 1;
    if (input.size(channels) != weight.size(0) || groups < 1 || weight.size(0) % groups != 0) {
      throw new ShapeException(
          "%s: the channels of input %s must be those of weight %s and divide into %d groups"
              .formatted(
                  op, Arrays.toString(input.shape()), Arrays.toString(weight.shape()), groups));
    }
    long[] shape = new long[dims + 2];
    long[] padding = new long[2 * dims];
    shape[0] = input.dim() == dims + 2 ? input.size(0) : 1;
    shape[1] = weight.size(1) * groups;
    for (int i = 0; i < dims; i++) {
      if (added[i] >= stride[i] && added[i] >= dilation[i]) {
        throw new IllegalArgumentException(
            "%s: outputPadding must be less than stride or dilation, but options are %s"
                .formatted(op, options));
      }
      long span = dilation[i] * (weight.size(i + 2) - 1) + 1;
      shape[i + 2] = (input.size(channels + 1 + i) - 1) * stride[i] + span + added[i];
      shape[i + 2] -= 2 * around[i];
      if (shape[i + 2] < 1) {
        throw new ShapeException(
            "%s: input %s and weight %s with %s leave no result"
                .formatted(
                    op, Arrays.toString(input.shape()), Arrays.toString(weight.shape()), options));
      }
      padding[2 * i] = around[i];
      // what the result has in addition no window of the transposed convolution reaches
      padding[2 * i + 1] = around[i] - added[i];
    }
    Object[] attributes = {shape, stride, padding, dilation, (long) groups};
    Tensor x = Spatial.batched(op, input, dims);
    Tensor result = Recorder.apply(ConvolutionNd.CONV_ND_GRAD_INPUT, attributes, x, weight);
    return Spatial.unbatched(biased(result, bias), input, dims);
  }

  private static Tensor biased(Tensor result, @Nullable Tensor bias) {
    return bias == null ? result : result.addBias(bias, 1);
  }

  static void requireWeight(String op, int dims, Tensor weight) {
    if (weight.dim() != dims + 2) {
      throw new ShapeException(
          "%s: weight must have %d dimensions, but has shape %s"
              .formatted(op, dims + 2, Arrays.toString(weight.shape())));
    }
  }
}
