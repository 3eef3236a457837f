/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * Images (N, C, H, W) brought to another size with a filter as wide as an element of the result, so
 * that what is made smaller is averaged and not skipped: Pillow's way, and PyTorch's {@code
 * antialias=True}.
 */
public final class AntialiasedResampling {
  /** Cubic convolution's parameter here, as in Pillow; {@link Resampling} has another one. */
  private static final double A = -0.5;

  private AntialiasedResampling() {}

  /** Linear: the filter is a triangle. */
  @Differentiable
  public static Tensor bilinear(Tensor x, boolean alignCorners, long height, long width) {
    return resampled(x, alignCorners, height, width, 1, t -> Math.max(0, 1 - Math.abs(t)));
  }

  /** Cubic convolution (Keys, 1981). */
  @Differentiable
  public static Tensor bicubic(Tensor x, boolean alignCorners, long height, long width) {
    return resampled(x, alignCorners, height, width, 2, AntialiasedResampling::cubic);
  }

  static double cubic(double at) {
    double t = Math.abs(at);
    if (t < 1) {
      return ((A + 2) * t - (A + 3)) * t * t + 1;
    }
    return t < 2 ? ((A * t - 5 * A) * t + 8 * A) * t - 4 * A : 0;
  }

  private static Tensor resampled(
      Tensor x,
      boolean alignCorners,
      long height,
      long width,
      int reach,
      DoubleUnaryOperator filter) {
    if (x.dim() != 4 || x.size(2) == 0 || x.size(3) == 0 || height <= 0 || width <= 0) {
      throw new ShapeException(
          "interpolate: antialiasing takes images (N, C, H, W), but got shape %s and size (%d, %d)"
              .formatted(Arrays.toString(x.shape()), height, width));
    }
    Tensor columns = weights(x.size(3), width, alignCorners, reach, filter).to(x.dtype());
    Tensor rows = weights(x.size(2), height, alignCorners, reach, filter).to(x.dtype());
    Tensor across = x.matmul(columns.t());
    return rows.matmul(across);
  }

  /** What each element counts in each one of the result: (to, from); rows sum up to 1. */
  private static Tensor weights(
      long from, long to, boolean alignCorners, int reach, DoubleUnaryOperator filter) {
    double scale =
        alignCorners ? (to > 1 ? (double) (from - 1) / (to - 1) : 0) : (double) from / to;
    double width = Math.max(scale, 1);
    double support = reach * width;
    double[] weights = new double[Math.toIntExact(to * from)];
    for (int i = 0; i < to; i++) {
      double centre = scale * (i + 0.5);
      int first = Math.max(0, (int) (centre - support + 0.5));
      int end = (int) Math.min(from, (long) (centre + support + 0.5));
      double sum = 0;
      for (int j = first; j < end; j++) {
        double weight = filter.applyAsDouble((j - centre + 0.5) / width);
        weights[i * (int) from + j] = weight;
        sum += weight;
      }
      for (int j = first; j < end && sum != 0; j++) {
        weights[i * (int) from + j] /= sum;
      }
    }
    return Tensor.from(weights, to, from);
  }
}
