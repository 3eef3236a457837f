/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.progress.LineProgress;
import org.gradsmith.samples.steps.StepTraining;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class AddingTrainingTest {
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  /** Who always answers 1, the mean of the sums, has a loss of 1/6. */
  @Test
  void theLossFallsFarBelowThatOfAGuess() {
    try (var _ = Mode.REQUIRE.scope()) {
      AddingTraining training = new AddingTraining(AddingTraining.plan().with(300, 32, 50, 0));
      StepTraining.Outcome outcome = training.run(LineProgress.on(NOWHERE));
      assertTrue(outcome.lastLoss() < 0.01, outcome.toString());
      AddingTraining.Score score = training.test();
      assertTrue(score.loss() < 0.01, score.describe());
    }
  }

  @Test
  void sumsAreThoseOfTheMarkedNumbers() {
    AddingProblem.Batch batch = new AddingProblem(2, 5, 7).draw(20);
    Tensor numbers = batch.x().select(2, 0);
    Tensor marks = batch.x().select(2, 1);
    Tensor goesOn = batch.x().select(2, 2);
    assertEquals(0, numbers.mul(marks).sum(0).sub(batch.sums()).abs().max().item(), 1e-6);
    assertEquals(40, marks.mul(goesOn).sum().item());
    double[] lengths = goesOn.sum(0).toDoubleArray();
    for (double length : lengths) {
      assertTrue(length >= 2 && length <= 5, "length " + length);
    }
  }

  @Test
  void sequencesNeedTwoNumbers() {
    assertThrows(IllegalArgumentException.class, () -> new AddingProblem(1, 5, 0));
    assertThrows(IllegalArgumentException.class, () -> new AddingProblem(4, 3, 0));
  }
}
