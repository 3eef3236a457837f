/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Times of one piece of work, after a warm-up. */
final class Samples {
  private static final long WARM_UP_NANOS = 1_500_000_000L;

  /** Warming goes on while such a time makes the work faster by a tenth, but not for ever. */
  private static final long STEP_NANOS = 500_000_000L;

  private static final int MOST_STEPS = 30;
  private static final int SAMPLES = 21;

  private final double[] seconds;

  private Samples(double[] seconds) {
    this.seconds = seconds;
  }

  /** Runs the work until it gets no faster, then 21 times {@code inner} times. */
  static Samples of(int inner, Runnable work) {
    double last = warm(WARM_UP_NANOS, inner, work);
    double now = warm(STEP_NANOS, inner, work);
    for (int step = 1; step < MOST_STEPS && now < 0.9 * last; step++) {
      last = now;
      now = warm(STEP_NANOS, inner, work);
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

  /** Runs the work for a time; the least time of one round, in nanoseconds. */
  private static double warm(long nanos, int inner, Runnable work) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    for (long now = start; now - start < nanos; ) {
      repeat(inner, work);
      long end = System.nanoTime();
      best = Math.min(best, end - now);
      now = end;
    }
    return best;
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
