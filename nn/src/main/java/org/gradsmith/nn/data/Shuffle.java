/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.util.Random;

/**
 * Random orders that depend on seed and epoch only. {@link Random} is used because its algorithm is
 * part of its specification, so that orders never change with the JDK.
 */
final class Shuffle {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Shuffle() {}

  /** The numbers below size in random order; Durstenfeld's form of the Fisher-Yates shuffle. */
  static int[] permutation(int size, long seed, long epoch) {
    int[] order = ascending(size);
    Random random = new Random(mix(seed + epoch * GOLDEN_GAMMA));
    for (int last = size - 1; last > 0; last--) {
      int chosen = random.nextInt(last + 1);
      int kept = order[last];
      order[last] = order[chosen];
      order[chosen] = kept;
    }
    return order;
  }

  static int[] ascending(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds become unrelated. */
  private static long mix(long seed) {
    long z = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
