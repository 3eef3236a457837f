/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * Images (N, C, W), (N, C, H, W) or (N, C, D, H, W) brought to another size, one dimension after
 * the other: every mode is a product of weights per dimension.
 */
public final class Resampling {
  /** The free parameter of cubic convolution, as usual. */
  static final double A = -0.75;

  private Resampling() {}

  /** How elements between those of the images are found. */
  public enum Mode {
    /** The element at the place rounded down. */
    NEAREST,
    /** The element whose centre is nearest. */
    NEAREST_EXACT,
    /** The mean of all elements that an element of the result covers. */
    AREA,
    /** The mean of the two neighbours per dimension, by distance: (bi-, tri-)linear. */
    LINEAR,
    /** Cubic convolution of the four neighbours per dimension; for images (N, C, H, W). */
    CUBIC
  }

  /**
   * Images of a given size.
   *
   * @param alignCorners whether the corner elements keep their values, instead of the corners of
   *     the images staying where they are; not for {@link Mode#NEAREST}
   * @param size per dimension after the channels
   */
  @Differentiable
  public static Tensor interpolate(Tensor x, Mode mode, boolean alignCorners, long... size) {
    check(x, mode, alignCorners, size.length);
    double[] scales = new double[size.length];
    for (int i = 0; i < size.length; i++) {
      scales[i] = (double) x.size(i + 2) / size[i];
    }
    return resampled(x, mode, alignCorners, size, scales);
  }

  /**
   * Images of a size that is {@code factor} times theirs, rounded down.
   *
   * @param recompute whether places are found by the quotient of the sizes instead of by the factor
   * @param factor per dimension after the channels, or one for all of them
   */
  @Differentiable
  public static Tensor interpolateBy(
      Tensor x, Mode mode, boolean alignCorners, boolean recompute, double... factor) {
    int dims = x.dim() - 2;
    double[] factors = factor;
    if (factor.length == 1 && dims > 1) {
      factors = new double[dims];
      Arrays.fill(factors, factor[0]);
    }
    check(x, mode, alignCorners, factors.length);
    long[] size = new long[dims];
    double[] scales = new double[dims];
    for (int i = 0; i < dims; i++) {
      size[i] = (long) Math.floor(x.size(i + 2) * factors[i]);
      scales[i] = recompute ? (double) x.size(i + 2) / size[i] : 1 / factors[i];
    }
    return resampled(x, mode, alignCorners, size, scales);
  }

  static void check(Tensor x, Mode mode, boolean alignCorners, int given) {
    if (x.dim() < 3 || x.dim() > 5 || given != x.dim() - 2) {
      throw new ShapeException(
          "interpolate: takes images (N, C, W), (N, C, H, W) or (N, C, D, H, W) and a size for each dimension after the channels, but got shape %s and %d sizes"
              .formatted(Arrays.toString(x.shape()), given));
    }
    if (mode == Mode.CUBIC && x.dim() != 4) {
      throw new ShapeException(
          "interpolate: the mode CUBIC takes images (N, C, H, W), but got shape "
              + Arrays.toString(x.shape()));
    }
    boolean hasCorners = mode == Mode.LINEAR || mode == Mode.CUBIC;
    if (!hasCorners && alignCorners) {
      throw new IllegalArgumentException(
          "interpolate: the mode %s has no corners to align; pass alignCorners = false"
              .formatted(mode));
    }
  }

  private static Tensor resampled(
      Tensor x, Mode mode, boolean alignCorners, long[] size, double[] scales) {
    if (mode == Mode.AREA) {
      return Pooling.adaptiveAvgPool(x, size);
    }
    Tensor result = x;
    for (int i = 0; i < size.length; i++) {
      long from = x.size(i + 2);
      if (size[i] <= 0 || from == 0) {
        throw new ShapeException(
            "interpolate: %d elements of a dimension cannot become %d".formatted(from, size[i]));
      }
      double[] places = new double[Math.toIntExact(size[i])];
      for (int j = 0; j < places.length; j++) {
        places[j] = place(j, mode, alignCorners, from, size[i], scales[i]);
      }
      result = along(result, i + 2, mode, places, from);
    }
    return result;
  }

  /** Where element {@code j} of the result lies among those of the images. */
  static double place(long j, Mode mode, boolean alignCorners, long from, long to, double scale) {
    if (mode == Mode.NEAREST) {
      // Single precision, as PyTorch's, decides between neighbours at exact multiples.
      return Math.min((long) Math.floor(j * (float) scale), from - 1);
    }
    if (mode == Mode.NEAREST_EXACT) {
      return Math.min((long) Math.floor((j + 0.5f) * (float) scale), from - 1);
    }
    if (alignCorners) {
      return to > 1 ? j * ((double) (from - 1) / (to - 1)) : 0;
    }
    double place = (j + 0.5) * scale - 0.5;
    return mode == Mode.LINEAR ? Math.max(place, 0) : place;
  }

  private static Tensor along(Tensor x, int dim, Mode mode, double[] places, long from) {
    return switch (mode) {
      case NEAREST, NEAREST_EXACT, AREA -> tap(x, dim, places, from, 0);
      case LINEAR -> {
        Tensor weight = weights(x, dim, places, t -> t);
        Tensor rest = weights(x, dim, places, t -> 1 - t);
        yield tap(x, dim, places, from, 0).mul(rest).add(tap(x, dim, places, from, 1).mul(weight));
      }
      case CUBIC -> {
        Tensor sum = tap(x, dim, places, from, -1).mul(weights(x, dim, places, t -> far(t + 1)));
        sum = sum.add(tap(x, dim, places, from, 0).mul(weights(x, dim, places, Resampling::near)));
        sum = sum.add(tap(x, dim, places, from, 1).mul(weights(x, dim, places, t -> near(1 - t))));
        yield sum.add(tap(x, dim, places, from, 2).mul(weights(x, dim, places, t -> far(2 - t))));
      }
    };
  }

  /** The elements {@code offset} behind the places rounded down; the border goes on for ever. */
  private static Tensor tap(Tensor x, int dim, double[] places, long from, int offset) {
    long[] index = new long[places.length];
    for (int i = 0; i < index.length; i++) {
      index[i] = Math.clamp((long) Math.floor(places[i]) + offset, 0, from - 1);
    }
    return x.indexSelect(dim, Tensor.from(index, index.length));
  }

  private static Tensor weights(Tensor x, int dim, double[] places, DoubleUnaryOperator weight) {
    double[] values = new double[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = weight.applyAsDouble(places[i] - Math.floor(places[i]));
    }
    long[] shape = new long[x.dim()];
    Arrays.fill(shape, 1);
    shape[dim] = values.length;
    return Tensor.from(values, shape).to(x.dtype());
  }

  static double near(double t) {
    return ((A + 2) * t - (A + 3)) * t * t + 1;
  }

  static double far(double t) {
    return ((A * t - 5 * A) * t + 8 * A) * t - 4 * A;
  }
}
