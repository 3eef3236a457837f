/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

/**
 * Where to keep the next state so that as few turns as possible run again: the binomial schedule
 * (A. Griewank and A. Walther, Algorithm 799: Revolve, ACM TOMS 26, 2000). With f free places and r
 * repetitions, C(f + r, f) turns can be reversed.
 */
final class Revolve {
  private Revolve() {}

  /**
   * How many turns to go from a kept state to the next one that is kept, at least 1 and less than
   * {@code turns}.
   *
   * @param turns how many turns behind the kept state are still to be reversed, at least 2
   * @param free how many states more may be kept, at least 1
   */
  static int step(int turns, int free) {
    int repetitions = 1;
    while (reach(free + 1, repetitions) < turns) {
      repetitions++;
    }
    // both parts need as many repetitions as they can get, and no more
    long step = Math.min(reach(free + 1, repetitions - 1), turns - reach(free, repetitions - 1));
    return (int) Math.max(1, step);
  }

  /**
   * How many turns can be reversed with so many kept states, the first one counted, and so many
   * repetitions of each turn: C(states + repetitions, states); no more than a billion.
   */
  static long reach(int states, int repetitions) {
    long reach = 1;
    for (int i = 1; i <= repetitions; i++) {
      reach = reach * (states + i) / i;
      if (reach > 1_000_000_000L) {
        return 1_000_000_000L;
      }
    }
    return reach;
  }
}
