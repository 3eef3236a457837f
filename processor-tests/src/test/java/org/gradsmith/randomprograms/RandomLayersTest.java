/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Layers of random ops over operands that broadcast anyhow, run by kernels. {@code
 * -Dgradsmith.random.layers} and {@code -Dgradsmith.random.layerSeed} say how many, from which seed
 * on.
 */
final class RandomLayersTest {
  private static final int COUNT = Integer.getInteger("gradsmith.random.layers", 60);
  private static final long SEED = Long.getLong("gradsmith.random.layerSeed", 20_270_000);
  private static final int TOGETHER = 100;

  @Test
  void kernelsOfStraightLinesComputeWhatTheTapeDoes() throws ClassNotFoundException {
    compare(false, 9);
  }

  /** Views and sums part the rows there, and some layers have no two rows in a row. */
  @Test
  void kernelsOfMethodsWithControlFlowComputeWhatTheTapeDoes() throws ClassNotFoundException {
    compare(true, 6);
  }

  private static void compare(boolean areStructured, int tenths) throws ClassNotFoundException {
    List<String> failures = new ArrayList<>();
    int withKernels = 0;
    for (int first = 0; first < COUNT; first += TOGETHER) {
      List<RandomLayer> layers = new ArrayList<>();
      for (int i = first; i < Math.min(COUNT, first + TOGETHER); i++) {
        layers.add(RandomLayer.of("P" + (i - first), SEED + i, areStructured));
      }
      CompiledPrograms compiled = CompiledPrograms.of(layers);
      for (RandomLayer layer : layers) {
        withKernels += compiled.getResourceAsStream(layer.kernels()) == null ? 0 : 1;
        Optional<String> refusal = compiled.refusal(layer);
        Optional<String> problem =
            refusal.isPresent() ? refusal : new LayerComparison(layer, compiled).problem();
        problem.ifPresent(
            p -> failures.add("seed %d: %s%n%s".formatted(layer.seed(), p, layer.text())));
      }
    }
    assertTrue(
        failures.isEmpty(), () -> failures.size() + " layers fail\n" + String.join("\n", failures));
    assertTrue(withKernels * 10 >= COUNT * tenths, "layers with kernels: " + withKernels);
  }

  @Test
  void aSeedIsALayer() {
    assertEquals(RandomLayer.of("P", SEED, true), RandomLayer.of("P", SEED, true));
  }
}
