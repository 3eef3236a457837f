/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradsmith.samples.steps.StepPlan;
import org.gradsmith.samples.steps.StepTraining;
import org.gradsmith.samples.transformer.Block;
import org.gradsmith.samples.transformer.CharacterText;
import org.gradsmith.samples.transformer.TextTraining;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a transformer to continue a text. */
@Command(
    name = "transformer",
    description = "Trains a small transformer to continue a text, character by character.",
    sortOptions = false)
final class TrainTransformer implements Callable<Integer> {
  private static final int WRITTEN = 200;

  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "A text file, or a folder with .txt files. Default: made-up sentences.")
  private @Nullable Path data;

  @Mixin private StepOptions options;

  TrainTransformer(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (data != null && !Files.exists(data)) {
      throw new ParameterException(
          spec.commandLine(), "--data: there is no file or folder " + data);
    }
    PrintStream out = screen.out();
    StepPlan plan = options.apply(TextTraining.plan());
    CharacterText text = TextTraining.text(Optional.ofNullable(data));
    TextTraining training = new TextTraining(plan, text);
    new Heading(text.describe(), plan.describe(), Block.class).print(out);
    out.println(training.net());
    StepTraining.Outcome outcome = training.run(screen.progress());
    out.printf(Locale.ROOT, "Test: Loss: %.5f per character%n", training.test());
    out.printf(Locale.ROOT, "Speed: %.0f pieces/s trained%n", outcome.samplesPerSecond());
    out.println("It writes:");
    out.println(training.write(WRITTEN));
    out.flush();
    return 0;
  }
}
