/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.progress.LineProgress;
import org.gradsmith.samples.steps.StepTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextTrainingTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @TempDir private Path folder;

  /**
   * Who knows nothing has a loss of log 27 = 3.30, who knows how frequent each character is one of
   * 2.87; below 2 it takes words.
   */
  @Test
  void theModelLearnsMoreThanFrequencies() throws IOException {
    try (var _ = Mode.REQUIRE.scope()) {
      TextTraining training =
          new TextTraining(
              TextTraining.plan().with(160, 8, 40, 0), TextTraining.text(Optional.empty()));
      StepTraining.Outcome outcome = training.run(LineProgress.on(NOWHERE));
      assertTrue(outcome.firstLoss() > 2.7, outcome.toString());
      assertTrue(outcome.lastLoss() < 2, outcome.toString());
      assertTrue(training.test() < 2, outcome.toString());
      assertEquals(20, training.write(20).length());
    }
  }

  @Test
  void piecesAreFollowedByTheirNextCharacters() {
    CharacterText text = CharacterText.of("a test", "hello, hello");
    assertEquals(" ,ehlo", text.characters());
    CharacterText.Batch batch = text.draw(0, 6, 1, 5, new Random(0));
    assertArrayEquals(new long[] {3, 2, 4, 4, 5}, batch.x().toLongArray());
    assertArrayEquals(new long[] {2, 4, 4, 5, 1}, batch.next().toLongArray());
  }

  @Test
  void textFilesOfAFolderAreReadOneBehindTheOther() throws IOException {
    Files.writeString(folder.resolve("2.txt"), "b");
    Files.writeString(folder.resolve("1.txt"), "ä");
    Files.writeString(folder.resolve("notes.md"), "c");
    CharacterText text = CharacterText.read(folder);
    assertEquals("bä", text.characters());
    assertArrayEquals(new int[] {1, 0}, text.numbers());
    assertEquals("b", CharacterText.read(folder.resolve("2.txt")).characters());
  }

  @Test
  void aShortTextIsRefused() {
    CharacterText text = CharacterText.of("a test", "too short");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new TextTraining(TextTraining.plan(), text));
    assertTrue(String.valueOf(e.getMessage()).contains("is too short"), e.getMessage());
  }
}
