/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.lenet.Checkpoint;
import org.gradsmith.samples.lenet.DigitSets;
import org.gradsmith.samples.lenet.Interruption;
import org.gradsmith.samples.lenet.Plan;
import org.gradsmith.samples.lenet.Recipe;
import org.gradsmith.samples.lenet.Training;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains one of the LeNets on digits. */
@Command(
    name = "lenet",
    description = "Trains LeNet on handwritten digits, with the recipe of the article.",
    sortOptions = false)
final class TrainLeNet implements Callable<Integer> {
  private static final String FOLDER = "runs";
  private static final int INTERRUPTED = 130;

  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(
      names = "--variant",
      paramLabel = "a|b",
      converter = Words.ToRecipe.class,
      description = "a: without activations; b: with relu. Default: b.")
  private @Nullable Recipe variant;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with the MNIST files, gz or not. Default: the user's cache, else drawn digits.")
  private @Nullable Path data;

  @Option(names = "--download", description = "Fetch MNIST into the user's cache without asking.")
  private boolean download;

  @Option(names = "--epochs", paramLabel = "N", description = "Default: 2.")
  private @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Default: 100 for a, 8 for b.")
  private @Nullable Integer batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For weights and the order of the images. Default: 0.")
  private @Nullable Long seed;

  @Option(
      names = "--mode",
      paramLabel = "off|on|require|verify",
      converter = Words.ToMode.class,
      description = "What net.call does with generated code. Default: on.")
  private @Nullable Mode mode;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "Go on where this checkpoint was written, with its variant, batch and seed.")
  private @Nullable Path resume;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Where to write the checkpoint. Default: runs/lenet-<variant>.safetensors.")
  private @Nullable Path save;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Batches between two lines of the running loss. Default: 100.")
  private @Nullable Integer logEvery;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use at most the first N images of each set.")
  private @Nullable Integer limit;

  TrainLeNet(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkArguments();
    Optional<Checkpoint> saved =
        resume == null ? Optional.empty() : Optional.of(Checkpoint.read(resume));
    Plan plan = plan(saved);
    if (mode != null) {
      Mode.set(mode);
    }
    DigitSets all =
        DigitSource.ofUser(screen).find(Optional.ofNullable(data), download, plan.recipe().scale());
    DigitSets digits = limit == null ? all : all.limited(limit);
    Training training =
        new Training(plan, digits, checkpoint(plan.recipe()), screen.progress(), screen.out());
    saved.ifPresent(training::resume);
    describe(plan, digits, training);
    return train(training, plan);
  }

  private int train(Training training, Plan plan) throws IOException {
    PrintStream out = screen.out();
    try (Interruption interruption = Interruption.awaited()) {
      if (!training.run(interruption::isRequested)) {
        out.println("Go on with: ./gradsmith " + resumeCommand(plan));
        out.flush();
        return INTERRUPTED;
      }
    }
    Training.Score score = training.test();
    out.println(score.describe());
    if (!Double.isNaN(training.imagesPerSecond())) {
      out.printf(
          Locale.ROOT,
          "Speed: %.0f images/s trained, %.0f images/s tested%n",
          training.imagesPerSecond(),
          score.imagesPerSecond());
    }
    out.println("Weights: " + checkpoint(plan.recipe()));
    out.flush();
    return 0;
  }

  private void describe(Plan plan, DigitSets digits, Training training) throws IOException {
    PrintStream out = screen.out();
    new Heading(digits.describe(), plan.describe(), plan.recipe().netClass()).print(out);
    out.println(training.net().summary(plan.batchSize(), 1, 28, 28));
    out.flush();
  }

  private Plan plan(Optional<Checkpoint> saved) {
    Plan plan =
        saved.map(Checkpoint::plan).orElseGet(() -> Plan.of(variant == null ? Recipe.B : variant));
    requireSame("--variant", plan.recipe(), variant);
    if (saved.isPresent()) {
      requireSame("--batch", plan.batchSize(), batch);
      requireSame("--seed", plan.seed(), seed);
    }
    plan = batch == null ? plan : plan.withBatchSize(batch);
    plan = seed == null ? plan : plan.withSeed(seed);
    plan = epochs == null ? plan : plan.withEpochs(epochs);
    return logEvery == null ? plan : plan.withLogEvery(logEvery);
  }

  private void requireSame(String option, Object saved, @Nullable Object given) {
    if (given != null && !given.equals(saved)) {
      throw bad(option + " is " + given + ", but the checkpoint was written with " + saved);
    }
  }

  private Path checkpoint(Recipe recipe) {
    return save == null ? Path.of(FOLDER, "lenet-" + recipe + ".safetensors") : save;
  }

  private String resumeCommand(Plan plan) {
    StringBuilder command = new StringBuilder("train lenet --resume ");
    String file = checkpoint(plan.recipe()).toString();
    command.append(quoted(file));
    if (save != null) {
      command.append(" --save ").append(quoted(file));
    }
    if (data != null) {
      command.append(" --data ").append(quoted(data.toString()));
    }
    if (limit != null) {
      command.append(" --limit ").append(limit);
    }
    return command.toString();
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }

  private void checkArguments() {
    requirePositive("--epochs", epochs);
    requirePositive("--batch", batch);
    requirePositive("--log-every", logEvery);
    requirePositive("--limit", limit);
    if (data != null && !Files.isDirectory(data)) {
      throw bad("--data: there is no folder " + data);
    }
    if (resume != null && !Files.isRegularFile(resume)) {
      throw bad("--resume: there is no file " + resume);
    }
    if (save != null && Files.isDirectory(save)) {
      throw bad("--save: " + save + " is a folder, not the name of a file");
    }
  }

  private void requirePositive(String option, @Nullable Integer number) {
    if (number != null && number < 1) {
      throw bad(option + " must be at least 1, not " + number);
    }
  }

  private ParameterException bad(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
