/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Many small programs nobody wrote. {@code -Dgradsmith.random.count} and {@code
 * -Dgradsmith.random.seed} say how many, from which seed on.
 */
class RandomProgramsTest {
  private static final int COUNT = Integer.getInteger("gradsmith.random.count", 100);
  private static final long SEED = Long.getLong("gradsmith.random.seed", 20_260_000);
  private static final int TOGETHER = 50;
  private static final int SHRUNK = Integer.getInteger("gradsmith.random.shrunk", 3);

  @Test
  void allWaysToADerivativeAgree() {
    Comparison.Counts counts = new Comparison.Counts();
    List<String> failures = new ArrayList<>();
    for (int start = 0; start < COUNT; start += TOGETHER) {
      run(SEED + start, Math.min(TOGETHER, COUNT - start), counts, failures);
    }
    System.out.println(counts);
    assertTrue(
        failures.isEmpty(),
        () -> failures.size() + " programs fail\n" + String.join("\n", failures));
    assertTrue(counts.finite * 10 >= counts.programs * 9, counts::toString);
    assertTrue(counts.differences * 10 >= counts.partials * 7, counts::toString);
  }

  private static void run(long seed, int count, Comparison.Counts counts, List<String> failures) {
    List<RandomProgram> programs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      programs.add(RandomProgram.of("P" + i, seed + i));
    }
    CompiledPrograms compiled = CompiledPrograms.of(programs);
    for (RandomProgram program : programs) {
      Optional<String> problem = new Comparison(program, compiled, counts).problem();
      problem.ifPresent(p -> failures.add(report(new Shrinker.Found(program, p), failures.size())));
    }
  }

  private static String report(Shrinker.Found found, int before) {
    Shrinker.Found small = before < SHRUNK ? new Shrinker().shrink(found) : found;
    return "seed %d: %s%n%s%s"
        .formatted(
            found.program().seed(),
            small.problem(),
            small.program().numbers(),
            java.util.Arrays.deepToString(small.program().arguments()));
  }

  @Test
  void aSeedIsAProgram() {
    RandomProgram program = RandomProgram.of("P", SEED);
    assertEquals(program, RandomProgram.of("P", SEED));
    assertEquals(program.text(), program.replay("P", program.choices()).text());
  }
}
