/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many small programs nobody wrote. {@code -Dgradsmith.random.count} and {@code
 * -Dgradsmith.random.seed} say how many, from which seed on; {@code -Dgradsmith.random.shrunk} how
 * many of those that fail are made smaller.
 */
class RandomProgramsTest {
  private static final int COUNT = Integer.getInteger("gradsmith.random.count", 2_000);
  private static final long SEED = Long.getLong("gradsmith.random.seed", 20_260_000);
  private static final int SHRUNK = Integer.getInteger("gradsmith.random.shrunk", 3);

  @Test
  void allWaysToADerivativeAgree() {
    Batches batches = new Batches();
    Counts counts = batches.run(SEED, COUNT);
    System.out.println(counts);
    List<String> failures = new ArrayList<>();
    for (Shrinker.Found found : batches.failures()) {
      failures.add(report(found, failures.size()));
    }
    assertTrue(
        failures.isEmpty(),
        () -> failures.size() + " programs fail\n" + String.join("\n", failures));
    assertTrue(counts.finite * 10 >= counts.programs * 9, counts::toString);
    assertTrue(counts.differences * 10 >= counts.partials * 7, counts::toString);
  }

  private static String report(Shrinker.Found found, int before) {
    Shrinker.Found small = before < SHRUNK ? new Shrinker().shrink(found) : found;
    return "seed %d: %s%n%s%s"
        .formatted(
            found.program().seed(),
            small.problem(),
            small.problem().contains("T.java") || small.problem().contains("T__")
                ? small.program().tensors()
                : small.program().numbers(),
            Arguments.of(small.program()));
  }

  @Test
  void aSeedIsAProgram() {
    RandomProgram program = RandomProgram.of("P", SEED);
    assertEquals(program, RandomProgram.of("P", SEED));
    assertEquals(program.text(), program.replay("P", program.choices()).text());
  }
}
