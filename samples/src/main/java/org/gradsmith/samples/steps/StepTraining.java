/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.steps;

import java.util.Locale;
import java.util.function.Supplier;
import org.gradsmith.nn.Module;
import org.gradsmith.nn.optim.SGD;
import org.gradsmith.samples.progress.Progress;
import org.gradsmith.tensor.Tensor;

/** Trains a module on one batch after the other, each of them new. */
public final class StepTraining {
  private static final double NANOS_PER_SECOND = 1e9;

  private final StepPlan plan;
  private final Module net;
  private final SGD optimizer;
  private final Supplier<Tensor> loss;

  /**
   * A training before its first step.
   *
   * @param loss draws a batch, runs the module, and gives the loss
   */
  public StepTraining(StepPlan plan, Module net, Supplier<Tensor> loss) {
    this.plan = plan;
    this.net = net;
    this.optimizer = new SGD(net.parameters(), plan.learningRate()).momentum(plan.momentum());
    this.loss = loss;
  }

  /**
   * What came of it.
   *
   * @param firstLoss mean loss up to the first line
   * @param lastLoss mean loss since the line before the last one
   * @param samplesPerSecond how fast it went
   */
  public record Outcome(double firstLoss, double lastLoss, double samplesPerSecond) {}

  /** Takes all steps; prints a line of the mean loss every so many of them. */
  public Outcome run(String unit, Progress.Display display) {
    net.train();
    double first = Double.NaN;
    double last = Double.NaN;
    double sum = 0;
    int count = 0;
    long start = System.nanoTime();
    try (Progress progress =
        display.start("Training", unit, 0, (long) plan.steps() * plan.batchSize())) {
      for (int step = 1; step <= plan.steps(); step++) {
        sum += step();
        count++;
        if (step % plan.logEvery() == 0 || step == plan.steps()) {
          last = sum / count;
          first = Double.isNaN(first) ? last : first;
          progress.line(String.format(Locale.ROOT, "[%5d] loss: %.5f", step, last));
          sum = 0;
          count = 0;
        }
        progress.advance(plan.batchSize());
      }
    }
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return new Outcome(first, last, plan.steps() * plan.batchSize() / seconds);
  }

  private double step() {
    optimizer.zeroGrad();
    Tensor value = loss.get();
    value.backward();
    optimizer.step();
    return value.item();
  }
}
