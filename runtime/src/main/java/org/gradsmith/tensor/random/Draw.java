/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor.random;

import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator.State;

/**
 * Numbers from words. A float takes one word, so a block gives four; a double takes two. Normal
 * numbers come in pairs (Box, Muller: A note on the generation of random normal deviates, 1958).
 */
final class Draw {
  private static final int WORDS = 4;
  private static final double UNIT_24 = 0x1p-24;
  private static final double UNIT_53 = 0x1p-53;

  private Draw() {}

  /** How many blocks so many numbers take. */
  static long blocks(DType dtype, long count) {
    int perBlock = dtype == DType.FLOAT64 ? WORDS / 2 : WORDS;
    return (count + perBlock - 1) / perBlock;
  }

  static float[] uniform(State start, float[] numbers) {
    int[] words = new int[WORDS];
    for (int i = 0; i < numbers.length; i++) {
      if (i % WORDS == 0) {
        fill(words, start, i / WORDS);
      }
      numbers[i] = (float) single(words[i % WORDS]);
    }
    return numbers;
  }

  static double[] uniform(State start, double[] numbers) {
    int[] words = new int[WORDS];
    for (int i = 0; i < numbers.length; i++) {
      if (i % 2 == 0) {
        fill(words, start, i / 2);
      }
      numbers[i] = pair(words, i % 2);
    }
    return numbers;
  }

  static float[] normal(State start, float[] numbers) {
    int[] words = new int[WORDS];
    for (int i = 0; i < numbers.length; i++) {
      if (i % WORDS == 0) {
        fill(words, start, i / WORDS);
      }
      int first = i % WORDS / 2 * 2;
      numbers[i] = (float) normal(single(words[first]), UNIT_24, single(words[first + 1]), i % 2);
    }
    return numbers;
  }

  static double[] normal(State start, double[] numbers) {
    int[] words = new int[WORDS];
    for (int i = 0; i < numbers.length; i++) {
      if (i % 2 == 0) {
        fill(words, start, i / 2);
      }
      numbers[i] = normal(pair(words, 0), UNIT_53, pair(words, 1), i % 2);
    }
    return numbers;
  }

  private static void fill(int[] words, State start, long block) {
    long counter = start.offset() + block;
    words[0] = (int) counter;
    words[1] = (int) (counter >>> Integer.SIZE);
    words[2] = 0;
    words[3] = 0;
    Philox.block(words, start.seed());
  }

  /** A multiple of 2^-24 in [0, 1). */
  private static double single(int word) {
    return (word >>> 8) * UNIT_24;
  }

  /** A multiple of 2^-53 in [0, 1). */
  private static double pair(int[] words, int which) {
    long high = Integer.toUnsignedLong(words[2 * which]) >>> 5;
    long low = Integer.toUnsignedLong(words[2 * which + 1]) >>> 6;
    return ((high << 26) | low) * UNIT_53;
  }

  /** One of the two normal numbers of a pair; StrictMath, so that all machines agree. */
  private static double normal(double first, double unit, double second, int which) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(first + unit)); // in (0, 1]
    double angle = 2 * Math.PI * second;
    return radius * (which == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }
}
