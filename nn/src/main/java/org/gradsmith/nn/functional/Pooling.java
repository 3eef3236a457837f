/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.ValuesAndIndices;

/**
 * Pooling over windows of the last dimensions, as many as the kernel has; the leading ones count
 * images. A window's elements are gathered side by side and reduced.
 */
public final class Pooling {
  /** The windows of a pooling; every list has one number per dimension that is pooled. */
  public static final class Windows {
    final long[] kernel;
    final long[] stride;
    final long[] padding;
    final long[] dilation;
    private final boolean ceilMode;

    /**
     * Windows.
     *
     * @param ceilMode whether a last window that reaches beyond the border counts too
     */
    public Windows(
        long[] kernel, long[] stride, long[] padding, long[] dilation, boolean ceilMode) {
      this.kernel = kernel.clone();
      this.stride = stride.clone();
      this.padding = padding.clone();
      this.dilation = dilation.clone();
      this.ceilMode = ceilMode;
    }

    /** Windows side by side. */
    public static Windows of(long... kernel) {
      long[] ones = new long[kernel.length];
      Arrays.fill(ones, 1);
      return new Windows(kernel, kernel, new long[kernel.length], ones, false);
    }

    /** Where windows over dimensions of these sizes have their elements. */
    Place places(long[] sizes) {
      return (i, output, k) -> {
        long at = output * stride[i] - padding[i] + k * dilation[i];
        return at < 0 || at >= sizes[i] ? -1 : at;
      };
    }

    long outputs(long size, int i) {
      long reach = dilation[i] * (kernel[i] - 1) + 1;
      long room = size + 2 * padding[i] - reach;
      long count = Math.floorDiv(room + (ceilMode ? stride[i] - 1 : 0), stride[i]) + 1;
      // a window that starts beyond the image and its left padding is left out
      return ceilMode && (count - 1) * stride[i] >= size + padding[i] ? count - 1 : count;
    }
  }

  private Pooling() {}

  /** The largest element of each window, and its place among the dimensions that are pooled. */
  @Differentiable
  public static ValuesAndIndices maxPool(Tensor x, Windows windows) {
    Gathered gathered = gather(x, windows, Double.NEGATIVE_INFINITY);
    return largest(gathered);
  }

  private static ValuesAndIndices largest(Gathered gathered) {
    ValuesAndIndices best = gathered.values().max(-1, false);
    Tensor places = gathered.places().gather(-1, best.indices().unsqueeze(-1));
    return new ValuesAndIndices(best.values(), places.reshape(best.values().shape()));
  }

  /**
   * The mean of each window.
   *
   * @param countPadding whether padding counts as zeros, and is not left out
   * @param divisor what sums are divided by; 0 means the number of elements
   */
  @Differentiable
  public static Tensor avgPool(Tensor x, Windows w, boolean countPadding, long divisor) {
    Gathered gathered = gather(x, w, 0);
    Tensor sums = gathered.values().sum(-1);
    Tensor divisors =
        divisor != 0
            ? Tensor.scalar(divisor).to(x.dtype())
            : counts(x, w, countPadding, sums.shape());
    return x.dtype().isFloating() ? sums.div(divisors) : sums.truncDivide(divisors);
  }

  /** (Σ xᵖ)^(1/p) over each window; the largest |x| for an infinite p. */
  @Differentiable
  public static Tensor lpPool(Tensor x, double p, Windows w) {
    if (Double.isInfinite(p)) {
      return p > 0 ? maxPool(x.abs(), w).values() : maxPool(x.abs().neg(), w).values().neg();
    }
    double area = Arrays.stream(w.kernel).reduce(1, (a, b) -> a * b);
    Tensor sums = avgPool(x.pow(p), w, true, 0).mul(area);
    // an odd power's negative sum has no root: it becomes NaN, as in PyTorch
    return sums.sign().mul(sums.abs().relu()).pow(1 / p);
  }

  /** Means of windows that divide each dimension into so many parts. */
  @Differentiable
  public static Tensor adaptiveAvgPool(Tensor x, long... outputs) {
    Gathered gathered = adaptive(x, outputs, 0);
    return gathered.values().sum(-1).div(gathered.places().ge(0L).to(x.dtype()).sum(-1));
  }

  /** Largest elements of windows that divide each dimension into so many parts. */
  @Differentiable
  public static ValuesAndIndices adaptiveMaxPool(Tensor x, long... outputs) {
    return largest(adaptive(x, outputs, Double.NEGATIVE_INFINITY));
  }

  /** The elements of each window along a new last dimension, and their places; -1 is padding. */
  record Gathered(Tensor values, Tensor places) {}

  /** Where window {@code output} of dimension i has its element number k; -1 outside. */
  @FunctionalInterface
  interface Place {
    long of(int i, long output, long k);
  }

  private static Gathered gather(Tensor x, Windows w, double fill) {
    int dims = w.kernel.length;
    long[] outputs = new long[dims];
    for (int i = 0; i < dims; i++) {
      outputs[i] = w.outputs(size(x, dims, i), i);
      if (outputs[i] <= 0 || 2 * w.padding[i] > w.kernel[i]) {
        throw new ShapeException(
            "pooling: a window of %s with padding %s does not fit shape %s"
                .formatted(
                    Arrays.toString(w.kernel),
                    Arrays.toString(w.padding),
                    Arrays.toString(x.shape())));
      }
    }
    return gather(x, outputs, w.kernel, w.places(inner(x, dims)), fill);
  }

  private static Gathered adaptive(Tensor x, long[] outputs, double fill) {
    int dims = outputs.length;
    long[] widest = new long[dims];
    for (int i = 0; i < dims; i++) {
      for (long o = 0; o < outputs[i]; o++) {
        long size = size(x, dims, i);
        widest[i] = Math.max(widest[i], end(o, outputs[i], size) - start(o, outputs[i], size));
      }
    }
    return gather(x, outputs, widest, parts(outputs, inner(x, dims)), fill);
  }

  /** Where windows that divide dimensions of these sizes into parts have their elements. */
  static Place parts(long[] outputs, long[] sizes) {
    return (i, output, k) -> {
      long at = start(output, outputs[i], sizes[i]) + k;
      return at < end(output, outputs[i], sizes[i]) ? at : -1;
    };
  }

  /** The sizes of the dimensions that are pooled. */
  static long[] inner(Tensor x, int dims) {
    return Arrays.copyOfRange(x.shape(), x.dim() - dims, x.dim());
  }

  static long start(long output, long outputs, long size) {
    return output * size / outputs;
  }

  static long end(long output, long outputs, long size) {
    return ((output + 1) * size + outputs - 1) / outputs;
  }

  static long size(Tensor x, int dims, int i) {
    return x.size(x.dim() - dims + i);
  }

  private static Gathered gather(
      Tensor x, long[] outputs, long[] kernel, Place place, double fill) {
    int dims = kernel.length;
    int leading = x.dim() - dims;
    if (leading < 0) {
      throw new ShapeException(
          "pooling: shape %s has fewer than %d dimensions"
              .formatted(Arrays.toString(x.shape()), dims));
    }
    long[] shape = Arrays.copyOf(x.shape(), x.dim() + 1);
    System.arraycopy(outputs, 0, shape, leading, dims);
    shape[x.dim()] = Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
    long[] steps = IndexMap.steps(x.shape());
    IndexMap.Source within = within(steps, kernel, place);
    Tensor values = IndexMap.apply(x, shape, among(steps, leading, within), fill);
    return new Gathered(values, places(shape, within));
  }

  /** Where elements come from among the dimensions that are pooled. */
  static IndexMap.Source within(long[] steps, long[] kernel, Place place) {
    int leading = steps.length - kernel.length;
    return index -> {
      long k = index[index.length - 1];
      long at = 0;
      for (int i = kernel.length - 1; i >= 0; i--) {
        long found = place.of(i, index[leading + i], k % kernel[i]);
        k /= kernel[i];
        if (found < 0) {
          return IndexMap.NOWHERE;
        }
        at += found * steps[leading + i];
      }
      return at;
    };
  }

  /** Where elements come from among all dimensions. */
  static IndexMap.Source among(long[] steps, int leading, IndexMap.Source within) {
    return index -> {
      long at = within.of(index);
      for (int i = 0; i < leading && at != IndexMap.NOWHERE; i++) {
        at += index[i] * steps[i];
      }
      return at;
    };
  }

  @NonDifferentiable("places are integers")
  static Tensor places(long[] shape, IndexMap.Source within) {
    long[] places = new long[IndexMap.count(shape)];
    IndexMap.forEach(shape, (k, index) -> places[k] = within.of(index));
    return Tensor.from(places, shape);
  }

  /** How many elements each window counts; padding beyond the right one never does. */
  @NonDifferentiable("counts are integers")
  static Tensor counts(Tensor x, Windows w, boolean countPadding, long[] shape) {
    int dims = w.kernel.length;
    int leading = x.dim() - dims;
    double[] counts = new double[IndexMap.count(shape)];
    IndexMap.forEach(
        shape,
        (k, index) -> {
          long product = 1;
          for (int i = 0; i < dims; i++) {
            long size = size(x, dims, i);
            long from = index[leading + i] * w.stride[i] - w.padding[i];
            long to = Math.min(from + w.kernel[i], size + w.padding[i]);
            product *= countPadding ? to - from : Math.min(to, size) - Math.max(from, 0);
          }
          counts[k] = product;
        });
    return Tensor.from(counts, shape).to(x.dtype());
  }
}
