/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gradsmith.compiled.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the trainings that are counted in steps for a few of them. */
final class TrainStepsTest {
  @TempDir private Path folder;
  private final Mode before = Mode.current();

  @AfterEach
  void modeAsBefore() {
    Mode.set(before);
  }

  private static Shell train(String sample, String... options) {
    List<String> line = new ArrayList<>(List.of("train", sample, "--mode", "require"));
    line.addAll(List.of("--steps", "4", "--batch", "3", "--log-every", "2", "--seed", "5"));
    line.addAll(List.of(options));
    return Shell.run(line.toArray(String[]::new));
  }

  @Test
  void theLstmPrintsLinesOfItsLoss() {
    Shell shell = train("lstm");
    assertEquals(0, shell.status(), shell.err());
    assertLine(shell, "Data: the adding problem, sequences of 3 to 8 numbers, .*");
    assertLine(shell, "Mode: require: generated code runs, and nothing else");
    assertLine(shell, "Training: 4 steps, batches of 3, SGD .*, seed 5");
    assertLine(shell, "generated Java: .*AddingLstm__forward\\.java.*");
    assertLine(shell, "\\[    2\\] loss: \\d+\\.\\d{5}");
    assertLine(shell, "\\[    4\\] loss: \\d+\\.\\d{5}");
    assertLine(shell, "Test: Loss: \\d+\\.\\d{5}, Acc: \\d+\\.\\d{2} % within 0.04");
    assertLine(shell, "Speed: \\d+ sequences/s trained");
  }

  @Test
  void theTransformerReadsTextAndWritesSome() throws IOException {
    Path file = Files.writeString(folder.resolve("text.txt"), "to be or not to be, ".repeat(60));
    Shell shell = train("transformer", "--data", file.toString());
    assertEquals(0, shell.status(), shell.err());
    assertLine(shell, "Data: .*text\\.txt: 1200 characters, 8 different ones");
    assertLine(shell, "generated Java: .*Block__forward\\.java.*");
    assertLine(shell, "\\[    4\\] loss: \\d+\\.\\d{5}");
    assertLine(shell, "Test: Loss: \\d+\\.\\d{5} per character");
    assertLine(shell, "[to benr,]{200}");
  }

  @Test
  void theSameSeedGivesTheSameLosses() {
    assertEquals(losses(train("lstm")), losses(train("lstm")));
  }

  private static List<String> losses(Shell shell) {
    assertEquals(0, shell.status(), shell.err());
    return shell.out().lines().filter(line -> line.contains("oss: ")).toList();
  }

  private static void assertLine(Shell shell, String pattern) {
    assertTrue(
        shell.out().lines().anyMatch(Pattern.compile(pattern).asMatchPredicate()),
        () -> "no line " + pattern + " in\n" + shell.out());
  }
}
