/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.backend.StridedArray;

/**
 * Elements as integers in the same order, so that searching and sorting exist once for all dtypes.
 * -0 and +0 have one key; that of NaN lies above or below all numbers, as asked.
 */
final class OrderKeys {
  private OrderKeys() {}

  /** The keys of {@code n} elements {@code stride} apart, from place {@code at} on. */
  static void load(
      StridedArray array, long at, long stride, int n, boolean largestNaN, long[] keys) {
    MemorySegment segment = array.storage().segment();
    long notANumber = notANumber(largestNaN);
    switch (array.dtype()) {
      case FLOAT32 -> {
        for (int i = 0; i < n; i++) {
          keys[i] = key(segment.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * stride), notANumber);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          keys[i] = key(segment.getAtIndex(ValueLayout.JAVA_DOUBLE, at + i * stride), notANumber);
        }
      }
      case FLOAT16, BFLOAT16, INT8, INT16, INT32, INT64, UINT8, BOOL ->
          Rows.load(array, at, stride, n, keys);
    }
  }

  /** The key of NaN. */
  static long notANumber(boolean largest) {
    return largest ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  private static long key(double value, long notANumber) {
    long bits = Double.doubleToRawLongBits(value + 0.0); // -0 + 0 is +0
    long ordered = bits ^ ((bits >> 63) & Long.MAX_VALUE);
    return Double.isNaN(value) ? notANumber : ordered;
  }
}
