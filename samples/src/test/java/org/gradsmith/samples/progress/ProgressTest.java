/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesComeEveryTenPercent() {
    try (Progress progress = LineProgress.on(out).start("Epoch 1/2", "images", 0, 250)) {
      for (int i = 0; i < 250; i++) {
        progress.advance(1);
      }
    }
    List<String> lines = printed().lines().toList();
    assertEquals(10, lines.size());
    assertTrue(lines.getFirst().startsWith("Epoch 1/2  10 %  25 of 250 images, "), printed());
    assertTrue(lines.getLast().startsWith("Epoch 1/2 100 %  250 of 250 images, "), printed());
  }

  @Test
  void aRunThatGoesOnStartsWhereItStopped() {
    try (Progress progress = LineProgress.on(out).start("Epoch 1/2", "images", 240, 250)) {
      progress.advance(10);
    }
    assertEquals(1, printed().lines().count());
    assertTrue(printed().startsWith("Epoch 1/2 100 %"), printed());
  }

  @Test
  void linesOfTheProgramStandAboveTheBar() {
    try (Progress progress = BarProgress.on(out, 80).start("Epoch 1/2", "images", 0, 100)) {
      progress.advance(50);
      progress.line("[1,    50] loss: 1.234");
      progress.advance(50);
    }
    assertTrue(
        printed().contains("\r\u001b[K[1,    50] loss: 1.234" + System.lineSeparator()), printed());
    assertTrue(printed().contains("Epoch 1/2 100%"), printed());
    assertTrue(printed().contains("100/100 images"), printed());
  }
}
