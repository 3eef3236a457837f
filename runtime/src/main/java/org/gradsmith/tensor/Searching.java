/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;

/** Places in sorted sequences, by bisection. */
final class Searching {
  private Searching() {}

  /** Per row of the last dimension; one row serves all values if there is only one. */
  static Tensor search(Tensor sorted, Tensor values, boolean right) {
    boolean single = sorted.dim() <= 1;
    long[] a = sorted.shape();
    long[] b = values.shape();
    boolean fits =
        sorted.dim() > 0
            && (single
                || (a.length == b.length && Arrays.equals(a, 0, a.length - 1, b, 0, b.length - 1)));
    if (!fits) {
      throw new ShapeException(
          "searchsorted: the sequences %s and the values %s must agree in all but the last dimension, or there is one sequence"
              .formatted(Layouts.text(a), Layouts.text(b)));
    }
    int length = Math.toIntExact(a[a.length - 1]);
    double[] keys = sorted.toDoubleArray();
    double[] wanted = values.toDoubleArray();
    int perRow = single ? Math.max(wanted.length, 1) : Math.toIntExact(b[b.length - 1]);
    long[] places = new long[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      places[i] = place(keys, i / perRow * length, length, wanted[i], right);
    }
    return Tensor.from(places, b);
  }

  private static long place(double[] keys, int from, int length, double value, boolean right) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      double key = keys[from + middle];
      // NaN is larger than every number
      boolean before =
          right
              ? key <= value || Double.isNaN(value)
              : key < value || (Double.isNaN(value) && !Double.isNaN(key));
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
