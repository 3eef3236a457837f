/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

/**
 * The sizes in which memory is handed out: multiples of 64 bytes up to 512, then eight steps from
 * each power of two to the next, so that at most an eighth is wasted.
 */
final class SizeClasses {
  static final int STEPS = 8;
  private static final int GRAIN = 64;
  private static final int FIRST_DOUBLING = 9; // 2^9 = STEPS * GRAIN

  /** Enough for any size. */
  static final int COUNT = STEPS * (Long.SIZE - FIRST_DOUBLING);

  private SizeClasses() {}

  /** The smallest class that holds so many bytes. */
  static int of(long byteSize) {
    if (byteSize <= STEPS * GRAIN) {
      return (int) ((Math.max(byteSize, 1) + GRAIN - 1) / GRAIN) - 1;
    }
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(byteSize - 1);
    long step = 1L << (doubling - 3);
    long above = byteSize - (1L << doubling);
    int index = (int) ((above + step - 1) / step);
    return STEPS - 1 + STEPS * (doubling - FIRST_DOUBLING) + index;
  }

  /** Bytes of a block of that class. */
  static long byteSize(int sizeClass) {
    if (sizeClass < STEPS) {
      return (long) GRAIN * (sizeClass + 1);
    }
    int doubling = FIRST_DOUBLING + (sizeClass - STEPS) / STEPS;
    int index = (sizeClass - STEPS) % STEPS + 1;
    return (1L << doubling) + index * (1L << (doubling - 3));
  }
}
