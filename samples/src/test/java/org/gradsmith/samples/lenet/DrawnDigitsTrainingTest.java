/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.progress.LineProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as it runs on a machine without data. */
final class DrawnDigitsTrainingTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @TempDir private Path folder;

  /** PyTorch reaches 95.4 to 96.1 % on these digits: they are neither a riddle nor child's play. */
  @Test
  void drawnDigitsAreAboutAsHardAsRealOnes() throws IOException {
    try (var _ = Mode.REQUIRE.scope()) {
      Training training =
          new Training(
              Plan.of(Recipe.B),
              DigitSets.drawn(Recipe.B.scale()),
              folder.resolve("lenet.safetensors"),
              LineProgress.on(NOWHERE),
              NOWHERE);
      assertTrue(training.run(() -> false));
      Training.Score score = training.test();
      System.out.printf(
          Locale.ROOT,
          "LeNet b on drawn digits: %s (%.0f images/s)%n",
          score.describe(),
          training.imagesPerSecond());
      assertTrue(score.accuracy() > 92 && score.accuracy() < 99, score.describe());
    }
  }
}
