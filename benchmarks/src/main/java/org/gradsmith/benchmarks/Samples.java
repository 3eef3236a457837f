/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Times of one piece of work, after a warm-up. */
final class Samples {
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final int SAMPLES = 21;

  private final double[] seconds;

  private Samples(double[] seconds) {
    this.seconds = seconds;
  }

  /** Runs the work for a while, then 21 times {@code inner} times. */
  static Samples of(int inner, Runnable work) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      repeat(inner, work);
    }
    double[] seconds = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long before = System.nanoTime();
      repeat(inner, work);
      seconds[i] = (System.nanoTime() - before) * 1e-9 / inner;
    }
    Arrays.sort(seconds);
    return new Samples(seconds);
  }

  private static void repeat(int times, Runnable work) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  double median() {
    return seconds[SAMPLES / 2];
  }

  double best() {
    return seconds[0];
  }

  /** All of the time, garbage collections in it included. */
  double mean() {
    return Arrays.stream(seconds).average().orElseThrow();
  }

  /** Median, best and mean in microseconds. */
  String micros() {
    return String.format(
        Locale.ROOT,
        "median %10.3f us, best %10.3f us, mean %10.3f us",
        median() * 1e6,
        best() * 1e6,
        mean() * 1e6);
  }

  /** As {@link #micros}, and the rate at the mean. */
  String rate(double bytes) {
    return String.format(Locale.ROOT, "%s, %5.1f GB/s", micros(), bytes / mean() * 1e-9);
  }
}
