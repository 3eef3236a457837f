/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which slices along a dimension occur. Nothing here has a gradient. */
final class UniqueSlices {
  private final Tensor x;
  private final int dim;
  private final int slices;
  private final int length;
  private final double[] fractions;
  private final long[] integers;

  private UniqueSlices(String method, Tensor x, int dim) {
    this.x = x.detach();
    this.dim = Layouts.dimension(method, dim, x.dim());
    this.slices = Math.toIntExact(x.size(dim));
    if (slices > 0 && x.numel() == 0) {
      throw new ShapeException(
          "%s: the slices along dimension %d of %s have no elements, so nothing tells them apart"
              .formatted(method, dim, Layouts.text(x.array().shape())));
    }
    this.length = slices == 0 ? 0 : Math.toIntExact(x.numel() / slices);
    Tensor rows = this.x.movedim(this.dim, 0);
    boolean floating = x.dtype().isFloating();
    this.fractions = floating ? rows.toDoubleArray() : new double[0];
    this.integers = floating ? new long[0] : rows.toLongArray();
  }

  /** Different slices in ascending order of their elements; one with a NaN equals no other. */
  static UniqueElements unique(Tensor x, int dim) {
    UniqueSlices along = new UniqueSlices("unique", x, dim);
    int[] order =
        IntStream.range(0, along.slices)
            .boxed()
            .sorted(Comparator.comparing(i -> i, along::compare))
            .mapToInt(Integer::intValue)
            .toArray();
    return along.runs(order);
  }

  /** The first of each run of equal neighbours. */
  static UniqueElements uniqueConsecutive(Tensor x, int dim) {
    UniqueSlices along = new UniqueSlices("uniqueConsecutive", x, dim);
    return along.runs(IntStream.range(0, along.slices).toArray());
  }

  private int compare(int a, int b) {
    for (int i = 0; i < length; i++) {
      int order =
          integers.length > 0
              ? Long.compare(integers[a * length + i], integers[b * length + i])
              // adding 0 makes 0 of -0; a NaN comes last
              : Double.compare(fractions[a * length + i] + 0.0, fractions[b * length + i] + 0.0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private boolean same(int a, int b) {
    for (int i = 0; i < fractions.length / Math.max(slices, 1); i++) {
      if (Double.isNaN(fractions[a * length + i])) {
        return false;
      }
    }
    return compare(a, b) == 0;
  }

  private UniqueElements runs(int[] order) {
    long[] inverse = new long[slices];
    long[] firsts = new long[slices];
    long[] counts = new long[slices];
    int runs = 0;
    for (int i = 0; i < slices; i++) {
      if (i == 0 || !same(order[i - 1], order[i])) {
        firsts[runs++] = order[i];
      }
      counts[runs - 1]++;
      inverse[order[i]] = runs - 1L;
    }
    Tensor values = x.indexSelect(dim, Tensor.from(Arrays.copyOf(firsts, runs), runs));
    Tensor found = Tensor.from(Arrays.copyOf(counts, runs), runs);
    return new UniqueElements(values, Tensor.from(inverse, slices), found);
  }
}
