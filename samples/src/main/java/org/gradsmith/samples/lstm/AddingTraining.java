/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import java.util.Locale;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.nn.loss.Losses;
import org.gradsmith.samples.progress.Progress;
import org.gradsmith.samples.steps.StepPlan;
import org.gradsmith.samples.steps.StepTraining;
import org.gradsmith.tensor.Device;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;

/** Trains an {@link AddingLstm} on the adding problem, and tests it with sequences of its own. */
public final class AddingTraining {
  private static final int SIZE = 24;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 8;
  private static final int TESTS = 1000;
  private static final long TEST_SEED = -1;
  private static final double PERCENT = 100;

  /** A sum counts as right within this distance (Hochreiter, Schmidhuber, 1997). */
  private static final double RIGHT = 0.04;

  private final StepPlan plan;
  private final Device device = Device.best();
  private final AddingLstm net;

  /** A new net before its first step. */
  public AddingTraining(StepPlan plan) {
    this.plan = plan;
    Generator.standard().seed(plan.seed());
    this.net = new AddingLstm(SIZE).to(device);
  }

  /** The numbers that work. */
  public static StepPlan plan() {
    return new StepPlan(600, 32, 100, 0, 0.1, 0.9);
  }

  /** What is learnt, in words. */
  public static String data() {
    return String.format(
        Locale.ROOT,
        "the adding problem, sequences of %d to %d numbers, drawn by this program",
        SHORTEST,
        LONGEST);
  }

  /** The net that is trained. */
  public AddingLstm net() {
    return net;
  }

  /** Takes all steps of the plan. */
  public StepTraining.Outcome run(Progress.Display display) {
    AddingProblem problem = new AddingProblem(SHORTEST, LONGEST, plan.seed());
    StepTraining training =
        new StepTraining(
            plan,
            net,
            () -> {
              AddingProblem.Batch batch = problem.draw(plan.batchSize());
              return Losses.mse(net.call(batch.x().to(device)), batch.sums().to(device));
            });
    return training.run("sequences", display);
  }

  /** What the net makes of sequences that it has not been trained on. */
  public Score test() {
    net.eval();
    AddingProblem.Batch batch = new AddingProblem(SHORTEST, LONGEST, TEST_SEED).draw(TESTS);
    try (var _ = Autograd.noGrad()) {
      Tensor error = net.call(batch.x().to(device)).sub(batch.sums().to(device));
      double right = error.abs().lt(RIGHT).sum().item();
      return new Score(error.square().mean().item(), PERCENT * right / TESTS);
    }
  }

  /**
   * The result of a test.
   *
   * @param loss mean square of the error
   * @param accuracy percent of the sums that are right to 0.04
   */
  public record Score(double loss, double accuracy) {
    /** A line as LeNet's. */
    public String describe() {
      return String.format(
          Locale.ROOT, "Test: Loss: %.5f, Acc: %.2f %% within %s", loss, accuracy, RIGHT);
    }
  }
}
