/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.nn.loss.Losses;
import org.gradsmith.samples.progress.Progress;
import org.gradsmith.samples.steps.StepPlan;
import org.gradsmith.samples.steps.StepTraining;
import org.gradsmith.tensor.Device;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;

/** Trains a {@link CharacterModel} to continue a text. */
public final class TextTraining {
  private static final int CONTEXT = 32;
  private static final int FEATURES = 32;
  private static final int HEADS = 4;
  private static final int BLOCKS = 2;
  private static final double DROPOUT = 0.05;
  private static final int TESTS = 64;
  private static final long TEST_SEED = -1;

  private final StepPlan plan;
  private final CharacterText text;
  private final Device device = Device.best();
  private final CharacterModel net;

  /** A new model before its first step. */
  public TextTraining(StepPlan plan, CharacterText text) {
    if (text.numbers().length - text.split() < 2 * CONTEXT) {
      throw new IllegalArgumentException(
          "%s is too short: a tenth of it, to test with, has to hold %d characters"
              .formatted(text.describe(), 2 * CONTEXT));
    }
    this.plan = plan;
    this.text = text;
    Generator.standard().seed(plan.seed());
    this.net =
        new CharacterModel(
                new CharacterModelSize(
                    text.characters().length(), CONTEXT, FEATURES, HEADS, BLOCKS, DROPOUT))
            .to(device);
  }

  /** The numbers that work. */
  public static StepPlan plan() {
    return new StepPlan(500, 16, 50, 0, 0.1, 0.9);
  }

  /** The text of a file or folder, else one that this program makes up. */
  public static CharacterText text(Optional<Path> place) throws IOException {
    return place.isPresent() ? CharacterText.read(place.get()) : MadeUpText.write();
  }

  /** The model that is trained. */
  public CharacterModel net() {
    return net;
  }

  /** Takes all steps of the plan. */
  public StepTraining.Outcome run(Progress.Display display) {
    Random random = new Random(plan.seed());
    StepTraining training =
        new StepTraining(
            plan, net, () -> loss(text.draw(0, text.split(), plan.batchSize(), CONTEXT, random)));
    return training.run("pieces", display);
  }

  private Tensor loss(CharacterText.Batch batch) {
    Tensor scores = net.call(batch.x().to(device));
    return Losses.crossEntropy(
        scores.view(-1, text.characters().length()), batch.next().to(device));
  }

  /** The mean cross entropy per character of text that the model has not been trained on. */
  public double test() {
    net.eval();
    CharacterText.Batch batch =
        text.draw(text.split(), text.numbers().length, TESTS, CONTEXT, new Random(TEST_SEED));
    try (var _ = Autograd.noGrad()) {
      return loss(batch).item();
    }
  }

  /** Text of the model's own, which begins at the start of a line. */
  public String write(int length) {
    net.eval();
    StringBuilder written = new StringBuilder("\n");
    try (var _ = Autograd.noGrad()) {
      while (written.length() <= length) {
        String seen = written.substring(Math.max(0, written.length() - CONTEXT));
        long[] numbers =
            seen.chars().mapToLong(c -> Math.max(0, text.characters().indexOf(c))).toArray();
        Tensor scores = net.call(Tensor.from(numbers, 1, numbers.length).to(device));
        Tensor chances = scores.select(0, 0).select(0, numbers.length - 1L).softmax(0);
        int next = (int) Tensor.multinomial(chances, 1, true).item();
        written.append(text.characters().charAt(next));
      }
    }
    return written.substring(1);
  }
}
