/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.gradsmith.samples.progress.LineProgress;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training that was stopped and gone on with ends, bit for bit, where an unbroken one ends. */
final class ResumeTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  /** 75 images, 60 to train on; in batches of 8 that are 8 steps, the last one of 4 images. */
  private DigitSets digits(Recipe recipe) throws IOException {
    Path data = folder.resolve("data");
    if (!Files.exists(data)) {
      IdxFiles.write(Files.createDirectory(data), "t10k", 75, false);
    }
    return DigitSets.read(data, recipe.scale());
  }

  @ParameterizedTest
  @CsvSource({"B, 8, 1", "B, 8, 3", "B, 8, 7", "B, 8, 8", "B, 8, 11", "A, 8, 5"})
  void endsWhereAnUnbrokenTrainingEnds(Recipe recipe, int batchSize, int stopAfter)
      throws IOException {
    Plan plan = Plan.of(recipe).withBatchSize(batchSize).withSeed(4).withLogEvery(3);
    DigitSets digits = digits(recipe);

    Path whole = folder.resolve("whole.safetensors");
    assertTrue(training(plan, digits, whole).run(() -> false));
    List<String> unbrokenLines = articleLines();

    Path broken = folder.resolve("broken.safetensors");
    assertFalse(training(plan, digits, broken).run(after(stopAfter)));
    Checkpoint saved = Checkpoint.read(broken);
    assertEquals(plan, saved.plan());
    Training second = training(saved.plan(), digits, broken);
    second.resume(saved);
    assertTrue(second.run(() -> false));

    assertSameBits(Checkpoint.read(whole), Checkpoint.read(broken));
    assertEquals(unbrokenLines, articleLines());
  }

  @Test
  void otherDigitsAreRefused() throws IOException {
    Plan plan = Plan.of(Recipe.B).withEpochs(1);
    DigitSets digits = digits(Recipe.B);
    Path file = folder.resolve("few.safetensors");
    assertTrue(training(plan, digits.limited(16), file).run(() -> false));
    Training other = training(plan, digits.limited(24), file);
    Checkpoint saved = Checkpoint.read(file);
    Exception refused = assertThrows(IllegalArgumentException.class, () -> other.resume(saved));
    assertTrue(refused.toString().contains("16 to train on"), refused.toString());
  }

  private Training training(Plan plan, DigitSets digits, Path file) {
    return new Training(plan, digits, file, LineProgress.on(out), out);
  }

  /** True when asked for the {@code steps + 1}-th time: the training asks before every step. */
  private static BooleanSupplier after(int steps) {
    int[] asked = {0};
    return () -> asked[0]++ == steps;
  }

  /** The articles' lines since the last call: no speeds, no percentages. */
  private List<String> articleLines() {
    List<String> lines =
        printed.toString(StandardCharsets.UTF_8).lines().filter(l -> l.startsWith("[")).toList();
    printed.reset();
    return lines;
  }

  private static void assertSameBits(Checkpoint expected, Checkpoint actual) {
    assertEquals(expected.position(), actual.position());
    assertSameBits(expected.weights(), actual.weights());
    assertSameBits(expected.optimizer(), actual.optimizer());
  }

  private static void assertSameBits(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    for (String name : expected.keySet()) {
      assertArrayEquals(
          bits(requireNonNull(expected.get(name))), bits(requireNonNull(actual.get(name))), name);
    }
  }

  private static int[] bits(Tensor tensor) {
    float[] values = tensor.toFloatArray();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
