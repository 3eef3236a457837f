/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Indexing;
import org.jspecify.annotations.Nullable;

/** How often elements occur. Nothing here has a gradient. */
final class Counting {
  private Counting() {}

  /** Different elements in ascending order; each NaN is one of its own. */
  static UniqueElements unique(Tensor x) {
    Tensor flat = x.detach().reshape(x.numel());
    Tensor order = Ordering.argsort("unique", flat, 0, false);
    Tensor sorted = Ordering.gather(flat, 0, order);
    return runs(sorted, order.toLongArray(), x.shape());
  }

  /** The first of each run of equal neighbours. */
  static UniqueElements uniqueConsecutive(Tensor x) {
    Tensor flat = x.detach().reshape(x.numel());
    return runs(flat, Spans.places(0, x.numel()).toLongArray(), x.shape());
  }

  /** The runs of equal neighbours; {@code places} tells where each element stood. */
  private static UniqueElements runs(Tensor elements, long[] places, long[] shape) {
    boolean[] starts = starts(elements);
    long[] inverse = new long[places.length];
    long[] firsts = new long[places.length];
    long[] counts = new long[places.length];
    int runs = 0;
    for (int i = 0; i < places.length; i++) {
      if (starts[i]) {
        firsts[runs++] = i;
      }
      counts[runs - 1]++;
      inverse[(int) places[i]] = runs - 1L;
    }
    Tensor values = Ordering.gather(elements, 0, prefix(firsts, runs));
    return new UniqueElements(values, Tensor.from(inverse, shape), prefix(counts, runs));
  }

  private static Tensor prefix(long[] values, int length) {
    return Tensor.from(java.util.Arrays.copyOf(values, length), length);
  }

  private static boolean[] starts(Tensor elements) {
    boolean[] starts = new boolean[Math.toIntExact(elements.numel())];
    if (elements.dtype().isFloating()) {
      double[] numbers = elements.toDoubleArray();
      for (int i = 0; i < starts.length; i++) {
        starts[i] = i == 0 || numbers[i] != numbers[i - 1];
      }
    } else {
      long[] numbers = elements.toLongArray();
      for (int i = 0; i < starts.length; i++) {
        starts[i] = i == 0 || numbers[i] != numbers[i - 1];
      }
    }
    return starts;
  }

  @Differentiable
  static Tensor bincount(Tensor x, @Nullable Tensor weights, long minLength) {
    if (x.dim() != 1 || x.dtype().isFloating() || x.dtype() == DType.BOOL) {
      throw new IllegalArgumentException(
          "bincount: takes integers in one dimension, but got " + x.describe());
    }
    Tensor places = x.to(DType.INT64);
    boolean isEmpty = x.numel() == 0;
    if (!isEmpty && places.min().itemLong() < 0) {
      throw new IndexException("bincount: an element is negative, and counts nothing");
    }
    long length = isEmpty ? minLength : Math.max(minLength, places.max().itemLong() + 1);
    Tensor counted = weights == null ? Tensor.ones(DType.INT64, x.numel()) : weights.detach();
    if (weights != null && weights.dtype() != DType.FLOAT32) {
      counted = counted.to(DType.FLOAT64);
    }
    Object[] attributes = {new long[] {length}, 0L};
    return Recorder.apply(Indexing.SCATTER_SUM, attributes, counted, places);
  }

  /** Elements per bin of equal width; those outside are left out, the greatest bound is in. */
  @Differentiable
  static Tensor histc(Tensor x, int bins, double min, double max) {
    Reducing.requireFloating("histc", x);
    if (bins < 1 || !(min <= max)) {
      throw new IllegalArgumentException(
          "histc: needs at least one bin and min <= max, but got %d bins from %s to %s"
              .formatted(bins, min, max));
    }
    double low = min;
    double high = max;
    if (min == max && x.numel() > 0) {
      low = x.detach().min().item();
      high = x.detach().max().item();
    }
    if (low == high) {
      low -= 1;
      high += 1;
    }
    double[] counts = new double[bins];
    for (double value : x.toDoubleArray()) {
      if (value >= low && value <= high) {
        counts[Math.min((int) ((value - low) / (high - low) * bins), bins - 1)]++;
      }
    }
    return Tensor.from(counts, bins).to(x.dtype());
  }
}
