/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import java.util.Random;
import org.gradsmith.tensor.Tensor;

/**
 * Sequences of numbers from 0 to 1, two of them marked; asked is the sum of those two. A net has to
 * keep the first one until the second one comes, and forget the others (Hochreiter, Schmidhuber,
 * 1997). Lengths differ within a batch.
 */
final class AddingProblem {
  /** Of a step: the number, whether it is marked, whether the sequence goes on. */
  static final int FEATURES = 3;

  private final int shortest;
  private final int longest;
  private final Random random;

  /** Sequences of {@code shortest} to {@code longest} numbers. */
  AddingProblem(int shortest, int longest, long seed) {
    if (shortest < 2 || longest < shortest) {
      throw new IllegalArgumentException(
          "sequences need two numbers to mark, and the longest is no shorter than the shortest, but"
              + " lengths are to be from %d to %d".formatted(shortest, longest));
    }
    this.shortest = shortest;
    this.longest = longest;
    this.random = new Random(seed);
  }

  /**
   * Sequences with their sums.
   *
   * @param x (longest, N, {@link #FEATURES}), zeros behind the end of a sequence
   * @param sums (N)
   */
  record Batch(Tensor x, Tensor sums) {}

  /** So many sequences, new ones at each call. */
  Batch draw(int count) {
    float[] x = new float[longest * count * FEATURES];
    float[] sums = new float[count];
    for (int n = 0; n < count; n++) {
      int length = random.nextInt(shortest, longest + 1);
      int first = random.nextInt(length);
      int second = (first + 1 + random.nextInt(length - 1)) % length;
      for (int t = 0; t < length; t++) {
        float number = random.nextFloat();
        boolean marked = t == first || t == second;
        int at = (t * count + n) * FEATURES;
        x[at] = number;
        x[at + 1] = marked ? 1 : 0;
        x[at + 2] = 1;
        sums[n] += marked ? number : 0;
      }
    }
    return new Batch(Tensor.from(x, longest, count, FEATURES), Tensor.from(sums, count));
  }
}
