/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

/**
 * Random numbers for one image. The generator is SplitMix64 (Steele, Lea and Flood, 2014), written
 * out because the digits must be the same on every machine and under every later JDK.
 */
final class Dice {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final int UNUSED_BITS = 11;
  private static final double UNIT = 0x1p-53;
  private static final int SUMMANDS = 6;

  private long state;

  /** The dice of one image of a set; neighbouring images get unrelated numbers. */
  Dice(long seed, long image) {
    this.state = mix(mix(seed) + image * GOLDEN_GAMMA);
  }

  private static long mix(long value) {
    long z = value + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    state += GOLDEN_GAMMA;
    return (mix(state) >>> UNUSED_BITS) * UNIT;
  }

  double uniform(double from, double to) {
    return from + (to - from) * uniform();
  }

  /**
   * Nearly normal with mean 0 and variance 1, and never beyond 4.3: a sum of uniform numbers, so
   * that no digit is bent beyond recognition.
   */
  double normal() {
    double sum = 0;
    for (int i = 0; i < SUMMANDS; i++) {
      sum += uniform();
    }
    // A uniform number has the variance 1/12.
    return (sum - SUMMANDS / 2.0) * Math.sqrt(12.0 / SUMMANDS);
  }

  /** Uniform among 0 ... bound - 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }
}
