/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** Reordering of dimensions for the products. */
final class Axes {
  private Axes() {}

  /** The view whose dimension i is dimension {@code order[i]} of x, by swaps. */
  static Tensor permuted(Tensor x, int[] order) {
    Tensor result = x;
    int[] at = new int[order.length]; // which dimension of x stands where
    for (int i = 0; i < at.length; i++) {
      at[i] = i;
    }
    for (int i = 0; i < order.length; i++) {
      int from = i;
      while (at[from] != order[i]) {
        from++;
      }
      if (from != i) {
        result = result.transpose(i, from);
        int swapped = at[i];
        at[i] = at[from];
        at[from] = swapped;
      }
    }
    return result;
  }
}
