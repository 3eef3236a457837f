/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.threads;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.memory.MemoryReport;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Threads of swiftlang/swift. */
class SwiftThreadsTest {
  /** What a turn of the loop takes and gives. */
  record State(Tensor position, Tensor speed) {}

  /** 67323: the gradient of a loop over values made of others kept memory for ever. */
  @Differentiable(order = 2)
  static Tensor energy(State start, List<Tensor> forces) {
    State state = start;
    List<State> states = new ArrayList<>();
    for (Tensor force : forces) {
      Tensor speed = state.speed().mul(0.9).add(force.tanh());
      state = new State(state.position().add(speed.mul(0.1)), speed);
      if (states.size() % 2 == 0) {
        states.add(state);
      }
    }
    Tensor sum = state.speed().pow(2).sum();
    for (State s : states) {
      sum = sum.add(s.position().pow(2).sum());
    }
    return sum;
  }

  private static State start() {
    return new State(tensor(0.5, -0.25), tensor(1.0, 0.75));
  }

  private static List<Tensor> forces() {
    List<Tensor> forces = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      forces.add(tensor(Math.sin(i), Math.cos(i)));
    }
    return forces;
  }

  @Test
  void thread67323() {
    check(SwiftThreadsTest::energy, start(), forces());
    Gradients gradients = Gradients.of(SwiftThreadsTest::energy);
    for (int i = 0; i < 50; i++) {
      gradients.gradient(start(), forces());
    }
    // Small storages are found to be garbage by whole chunks, each of up to some hundred.
    long before = MemoryReport.collected().storages() + 1000;
    for (int i = 0; i < 5000; i++) {
      gradients.gradient(start(), forces());
    }
    long after = Long.MAX_VALUE;
    for (int i = 0; i < 20 && after > before; i++) { // what is unreachable is found in its own time
      after = MemoryReport.collected().storages();
    }
    assertTrue(
        after <= before, before + " storages before, " + after + " after 5000 more gradients");
  }
}
