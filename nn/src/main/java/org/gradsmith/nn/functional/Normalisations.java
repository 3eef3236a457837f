/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Inputs brought to mean 0 and variance 1 over some of their dimensions. */
public final class Normalisations {
  private Normalisations() {}

  /** Over the last dimensions, which have the given shape; then scaled and shifted. */
  @Differentiable
  public static Tensor layerNorm(
      Tensor x,
      long[] normalizedShape,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      double eps) {
    requireParameter("layerNorm", "weight", weight, normalizedShape);
    requireParameter("layerNorm", "bias", bias, normalizedShape);
    lastDims("layerNorm", x, normalizedShape);
    if (normalizedShape.length == 1) {
      return x.layerNorm(weight, bias, eps);
    }
    long count = Arrays.stream(normalizedShape).reduce(1, (a, b) -> a * b);
    long rows = count == 0 ? 0 : x.numel() / count;
    Tensor scale = weight == null ? null : weight.reshape(count);
    Tensor shift = bias == null ? null : bias.reshape(count);
    return x.reshape(rows, count).layerNorm(scale, shift, eps).reshape(x.shape());
  }

  static void requireParameter(
      String op, String name, @Nullable Tensor parameter, long[] normalizedShape) {
    if (parameter != null && !Arrays.equals(parameter.shape(), normalizedShape)) {
      throw new ShapeException(
          "%s: %s has shape %s, but the dimensions that are normalised are %s"
              .formatted(
                  op, name, Arrays.toString(parameter.shape()), Arrays.toString(normalizedShape)));
    }
  }

  /**
   * x divided by the root of its mean square over the last dimensions, then scaled.
   *
   * @param eps added to the mean square; by default the dtype's distance from 1 to the next number
   */
  @Differentiable
  public static Tensor rmsNorm(
      Tensor x, long[] normalizedShape, @Nullable Tensor weight, @Nullable Double eps) {
    long[] dims = lastDims("rmsNorm", x, normalizedShape);
    double added = eps != null ? eps : x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1.0f);
    Tensor y = x.div(x.square().mean(dims, true).add(added).sqrt());
    return weight == null ? y : y.mul(weight);
  }

  /**
   * Each channel of x (N, C, ...) by its mean and variance over all else (training), or by the
   * running ones. In training the running statistics move in place towards those of the batch, the
   * unbiased variance among them.
   */
  @Differentiable
  public static Tensor batchNorm(
      Tensor x,
      @Nullable Tensor runningMean,
      @Nullable Tensor runningVar,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      boolean training,
      double momentum,
      double eps) {
    if (x.dim() == 1 && x.numel() == 0) {
      return x.mul(1.0); // without elements nothing tells samples from channels
    }
    if (x.dim() < 2) {
      throw new ShapeException(
          "batchNorm: input must be (N, C, ...), but is " + Arrays.toString(x.shape()));
    }
    if (!training) {
      if (runningMean == null || runningVar == null) {
        throw new IllegalArgumentException("batchNorm: evaluation needs the running statistics");
      }
      Tensor root = channels(runningVar, x).add(eps).sqrt();
      return scaled(x.sub(channels(runningMean, x)).div(root), weight, bias);
    }
    long count = x.numel() / Math.max(x.size(1), 1);
    if (count == 1) {
      throw new ShapeException(
          "batchNorm: training needs more than one value per channel, but input is "
              + Arrays.toString(x.shape()));
    }
    long[] dims = new long[x.dim() - 1];
    for (int i = 1; i < dims.length; i++) {
      dims[i] = i + 1L;
    }
    if (runningMean != null) {
      blend(runningMean, x.detach().mean(dims), momentum);
    }
    if (runningVar != null) {
      blend(runningVar, x.detach().var(dims, 1, false), momentum);
    }
    return scaled(standardised(x, dims, eps), weight, bias);
  }

  /**
   * Each channel of each sample of x (N, C, spatial...) by its own mean and variance, or by the
   * running ones, which move towards the batch's mean of them.
   */
  @Differentiable
  public static Tensor instanceNorm(
      Tensor x,
      @Nullable Tensor runningMean,
      @Nullable Tensor runningVar,
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      boolean useInputStats,
      double momentum,
      double eps) {
    if (!useInputStats) {
      return batchNorm(x, runningMean, runningVar, weight, bias, false, momentum, eps);
    }
    if (x.dim() < 3 || x.numel() == x.size(0) * x.size(1)) {
      throw new ShapeException(
          "instanceNorm: input must be (N, C, spatial...) with more than one value per channel, but"
              + " is "
              + Arrays.toString(x.shape()));
    }
    long[] dims = new long[x.dim() - 2];
    Arrays.setAll(dims, i -> i + 2);
    if (runningMean != null) {
      blend(runningMean, x.detach().mean(dims).mean(0), momentum);
    }
    if (runningVar != null) {
      blend(runningVar, x.detach().var(dims, 1, false).mean(0), momentum);
    }
    return scaled(standardised(x, dims, eps), weight, bias);
  }

  /** The channels of x (N, C, ...) in groups, each normalised for itself in each sample. */
  @Differentiable
  public static Tensor groupNorm(
      Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    if (x.dim() < 2 || groups < 1 || x.size(1) % groups != 0) {
      throw new ShapeException(
          "groupNorm: the channels of input %s do not divide into %d groups"
              .formatted(Arrays.toString(x.shape()), groups));
    }
    long places = Arrays.stream(x.shape()).skip(1).reduce(1, (a, b) -> a * b);
    Tensor parts = x.reshape(x.size(0), groups, places / groups);
    return scaled(standardised(parts, new long[] {2}, eps).reshape(x.shape()), weight, bias);
  }

  private static Tensor standardised(Tensor x, long[] dims, double eps) {
    Tensor centred = x.sub(x.mean(dims, true));
    return centred.div(centred.square().mean(dims, true).add(eps).sqrt());
  }

  private static Tensor scaled(Tensor y, @Nullable Tensor weight, @Nullable Tensor bias) {
    Tensor product = weight == null ? y : y.mul(channels(weight, y));
    return bias == null ? product : product.add(channels(bias, y));
  }

  private static Tensor channels(Tensor vector, Tensor x) {
    if (vector.dim() != 1 || vector.size(0) != x.size(1)) {
      throw new ShapeException(
          "one number per channel goes with input %s, but got shape %s"
              .formatted(Arrays.toString(x.shape()), Arrays.toString(vector.shape())));
    }
    long[] shape = new long[x.dim()];
    Arrays.fill(shape, 1);
    shape[1] = -1;
    return vector.reshape(shape);
  }

  static void blend(Tensor running, Tensor current, double momentum) {
    try (var _ = Autograd.noGrad()) {
      running.mulInPlace(1 - momentum);
      running.addInPlace(current.mul(momentum).to(running.dtype()));
    }
  }

  static long[] lastDims(String op, Tensor x, long[] normalizedShape) {
    int first = x.dim() - normalizedShape.length;
    if (normalizedShape.length == 0
        || first < 0
        || !Arrays.equals(normalizedShape, Arrays.copyOfRange(x.shape(), first, x.dim()))) {
      throw new ShapeException(
          "%s: input %s does not end in %s"
              .formatted(op, Arrays.toString(x.shape()), Arrays.toString(normalizedShape)));
    }
    long[] dims = new long[normalizedShape.length];
    Arrays.setAll(dims, i -> first + i);
    return dims;
  }
}
