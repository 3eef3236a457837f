/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.jspecify.annotations.Nullable;

/** Counts between edges. Nothing here has a gradient. */
final class Histogram {
  private Histogram() {}

  static CountsAndEdges of(
      Tensor x, int bins, double min, double max, @Nullable Tensor weight, boolean density) {
    if (bins < 1 || !(min <= max) || Double.isInfinite(max - min)) {
      throw new IllegalArgumentException(
          "histogram: needs at least one bin and finite min <= max, but got %d bins from %s to %s"
              .formatted(bins, min, max));
    }
    double low = min;
    double high = max;
    if (min == max && x.numel() > 0) {
      low = x.detach().min().item();
      high = x.detach().max().item();
    }
    if (low == high) {
      low -= 0.5;
      high += 0.5;
    }
    TensorOptions options = TensorOptions.like(x);
    return of(x, Tensor.linspace(options, low, high, bins + 1), weight, density);
  }

  static CountsAndEdges of(Tensor x, Tensor edges, @Nullable Tensor weight, boolean density) {
    Reducing.requireFloating("histogram", x);
    if (edges.dim() != 1 || edges.numel() == 0 || edges.dtype() != x.dtype()) {
      throw new IllegalArgumentException(
          "histogram: edges are a vector of %s, but got %s".formatted(x.dtype(), edges.describe()));
    }
    if (weight != null && weight.numel() != x.numel()) {
      throw new ShapeException(
          "histogram: takes one weight per element, but x has shape %s and weight %s"
              .formatted(Layouts.text(x.shape()), Layouts.text(weight.shape())));
    }
    double[] bounds = edges.toDoubleArray();
    double[] values = x.toDoubleArray();
    double[] weights = weight == null ? new double[0] : weight.toDoubleArray();
    double[] counts = new double[bounds.length - 1];
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      int bin = bin(bounds, values[i]);
      if (bin >= 0) {
        double counted = weight == null ? 1 : weights[i];
        counts[bin] += counted;
        total += counted;
      }
    }
    if (density) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] /= total * (bounds[i + 1] - bounds[i]);
      }
    }
    Tensor result = Tensor.from(counts, counts.length).to(x.dtype());
    return new CountsAndEdges(result, edges.detach());
  }

  /** The last bin whose left edge is not larger; -1 outside. */
  static int bin(double[] bounds, double value) {
    int last = bounds.length - 1;
    if (!(value >= bounds[0] && value <= bounds[last]) || last == 0) {
      return -1;
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (bounds[middle] <= value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
