/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor.random;

/**
 * The counter-based generator Philox4x32-10: a bijection of 128-bit counters, keyed by 64 bits,
 * whose outputs pass for independent random numbers. Salmon, Moraes, Dror, Shaw: Parallel random
 * numbers: as easy as 1, 2, 3 (SC 2011), section 3.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int KEY_STEP_0 = 0x9E3779B9; // golden ratio
  private static final int KEY_STEP_1 = 0xBB67AE85; // sqrt(3) - 1

  private Philox() {}

  /**
   * Replaces a counter by its random numbers.
   *
   * @param words four words of the counter, the lowest first
   * @param key the key, its lower half first
   */
  public static void block(int[] words, long key) {
    int key0 = (int) key;
    int key1 = (int) (key >>> Integer.SIZE);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(words[0]);
      long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(words[2]);
      int high0 = (int) (product0 >>> Integer.SIZE);
      int high1 = (int) (product1 >>> Integer.SIZE);
      words[0] = high1 ^ words[1] ^ key0;
      words[2] = high0 ^ words[3] ^ key1;
      words[1] = (int) product1;
      words[3] = (int) product0;
      key0 += KEY_STEP_0;
      key1 += KEY_STEP_1;
    }
  }
}
