/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RevolveTest {
  /** How many turns run again to reverse so many behind a kept state. */
  private static long forwardTurns(int turns, int free) {
    if (turns <= 1) {
      return 0;
    }
    if (free == 0) {
      return (long) turns * (turns - 1) / 2;
    }
    int step = Revolve.step(turns, free);
    return step + forwardTurns(turns - step, free - 1) + forwardTurns(step, free);
  }

  /** r l - C(s + r, s + 1), with the least r that reaches l (Griewank and Walther, theorem 6.1). */
  private static long optimum(int turns, int states) {
    int repetitions = 1;
    while (Revolve.reach(states, repetitions) < turns) {
      repetitions++;
    }
    return (long) repetitions * turns - Revolve.reach(states + 1, repetitions - 1);
  }

  @Test
  void noScheduleRunsFewerTurns() {
    for (int states = 1; states <= 6; states++) {
      for (int turns = 2; turns <= 150; turns++) {
        assertEquals(
            optimum(turns, states), forwardTurns(turns, states - 1), turns + " with " + states);
      }
    }
  }

  @Test
  void binomialCoefficients() {
    assertEquals(10, Revolve.reach(3, 2));
    assertEquals(1, Revolve.reach(3, 0));
    assertEquals(1_000_000_000, Revolve.reach(40, 40));
  }
}
