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
  void kernelsComputeWhatTheTapeDoes() throws ClassNotFoundException {
    List<String> failures = new ArrayList<>();
    int withKernels = 0;
    for (int first = 0; first < COUNT; first += TOGETHER) {
      List<RandomLayer> layers = new ArrayList<>();
      for (int i = first; i < Math.min(COUNT, first + TOGETHER); i++) {
        layers.add(RandomLayer.of("P" + (i - first), SEED + i));
      }
      CompiledPrograms compiled = CompiledPrograms.of(layers);
      for (RandomLayer layer : layers) {
        String kernels = "random/" + layer.name() + "__AD.kernels";
        withKernels += compiled.getResourceAsStream(kernels) == null ? 0 : 1;
        Optional<String> refusal = compiled.refusal(layer);
        Optional<String> problem =
            refusal.isPresent() ? refusal : new LayerComparison(layer, compiled).problem();
        problem.ifPresent(
            p -> failures.add("seed %d: %s%n%s".formatted(layer.seed(), p, layer.text())));
      }
    }
    assertTrue(
        failures.isEmpty(), () -> failures.size() + " layers fail\n" + String.join("\n", failures));
    assertTrue(withKernels * 10 >= COUNT * 9, "layers with kernels: " + withKernels);
  }

  @Test
  void aSeedIsALayer() {
    assertEquals(RandomLayer.of("P", SEED), RandomLayer.of("P", SEED));
  }
}
