/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Dropout of whole channels, and the one that goes with {@code selu}. */
public final class Dropouts {
  /** What selu tends to: -scale · alpha. */
  private static final double SATURATION = -1.0507009873554805 * 1.6732632423543772;

  private Dropouts() {}

  /**
   * Each channel of (N, C, L), or of one (C, L), is 0 with probability p, else divided by 1 - p; x
   * itself outside training.
   */
  @Differentiable
  public static Tensor dropout1d(Tensor x, double p, boolean training) {
    return channels("dropout1d", x, 1, p, training);
  }

  /** As {@link #dropout1d}, for images (N, C, H, W) or one (C, H, W). */
  @Differentiable
  public static Tensor dropout2d(Tensor x, double p, boolean training) {
    return channels("dropout2d", x, 2, p, training);
  }

  /** As {@link #dropout1d}, for volumes (N, C, D, H, W) or one (C, D, H, W). */
  @Differentiable
  public static Tensor dropout3d(Tensor x, double p, boolean training) {
    return channels("dropout3d", x, 3, p, training);
  }

  private static Tensor channels(String op, Tensor x, int dims, double p, boolean training) {
    requireProbability(op, p);
    if (x.dim() != dims + 1 && x.dim() != dims + 2) {
      throw new ShapeException(
          "%s: takes channels of %d dimensions, with or without a batch, but x has shape %s"
              .formatted(op, dims, Arrays.toString(x.shape())));
    }
    if (!training || p == 0 || x.numel() == 0) {
      return x;
    }
    return x.mul(factors(x, x.dim() - dims, p));
  }

  /** 0 or 1 / (1 - p) for the leading dimensions, size 1 in the others. */
  private static Tensor factors(Tensor x, int leading, double p) {
    Tensor ones = Tensor.onesLike(x.detach());
    for (int i = leading; i < x.dim(); i++) {
      ones = ones.narrow(i, 0, 1);
    }
    return ones.contiguous().dropout(p, true);
  }

  /**
   * Dropout that keeps mean and variance of elements that selu made: dropped ones become selu's
   * limit α' = -scale·alpha, and a·x + b brings mean 0 and variance 1 back, a being ((1 - p)·(1 +
   * p·α'²))^-½ and b being -a·α'·p (Klambauer and others, 2017).
   */
  @Differentiable
  public static Tensor alphaDropout(Tensor x, double p, boolean training) {
    return alpha("alphaDropout", x, x.dim(), p, training);
  }

  /** {@link #alphaDropout} of whole channels of (N, C, ...). */
  @Differentiable
  public static Tensor featureAlphaDropout(Tensor x, double p, boolean training) {
    if (training && x.dim() < 2) {
      throw new ShapeException(
          "featureAlphaDropout: takes (N, C, ...), but x has shape " + Arrays.toString(x.shape()));
    }
    return alpha("featureAlphaDropout", x, 2, p, training);
  }

  private static Tensor alpha(String op, Tensor x, int leading, double p, boolean training) {
    requireProbability(op, p);
    if (!training || p == 0 || x.numel() == 0) {
      return x;
    }
    if (p == 1) {
      return x.mul(0L);
    }
    double a = 1 / Math.sqrt((1 - p) * (1 + p * SATURATION * SATURATION));
    Tensor kept = factors(x, leading, p).ne(0L).to(x.dtype());
    Tensor shift = kept.sub(1L).mul(-SATURATION * a).add(-SATURATION * a * p);
    return x.mul(kept.mul(a)).add(shift);
  }

  static void requireProbability(String op, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(op + ": probability " + p + " is not from 0 to 1");
    }
  }
}
