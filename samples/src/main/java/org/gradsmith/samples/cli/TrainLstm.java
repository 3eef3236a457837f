/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradsmith.samples.lstm.AddingLstm;
import org.gradsmith.samples.lstm.AddingTraining;
import org.gradsmith.samples.steps.StepPlan;
import org.gradsmith.samples.steps.StepTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains an LSTM on the adding problem. */
@Command(
    name = "lstm",
    description = "Trains an LSTM to add two marked numbers of a sequence.",
    sortOptions = false)
final class TrainLstm implements Callable<Integer> {
  private final Screen screen;

  @Mixin private StepOptions options;

  TrainLstm(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    PrintStream out = screen.out();
    StepPlan plan = options.apply(AddingTraining.plan());
    AddingTraining training = new AddingTraining(plan);
    new Heading(AddingTraining.data(), plan.describe(), AddingLstm.class).print(out);
    out.println(training.net());
    StepTraining.Outcome outcome = training.run(screen.progress());
    out.println(training.test().describe());
    out.printf(Locale.ROOT, "Speed: %.0f sequences/s trained%n", outcome.samplesPerSecond());
    out.flush();
    return 0;
  }
}
