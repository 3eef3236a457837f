/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.steps.StepPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of trainings that are counted in steps. */
final class StepOptions {
  @Spec(CommandLine.Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--steps", paramLabel = "N", description = "How many steps to take.")
  private @Nullable Integer steps;

  @Option(names = "--batch", paramLabel = "N", description = "Samples per step.")
  private @Nullable Integer batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For weights, samples and what is dropped. Default: 0.")
  private @Nullable Long seed;

  @Option(
      names = "--mode",
      paramLabel = "off|on|require|verify",
      converter = Words.ToMode.class,
      description = "What net.call does with generated code. Default: on.")
  private @Nullable Mode mode;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Steps between two lines of the loss.")
  private @Nullable Integer logEvery;

  /** The usual plan with what the user chose instead; sets the mode. */
  StepPlan apply(StepPlan usual) {
    requirePositive("--steps", steps);
    requirePositive("--batch", batch);
    requirePositive("--log-every", logEvery);
    if (mode != null) {
      Mode.set(mode);
    }
    return usual.with(
        steps == null ? usual.steps() : steps,
        batch == null ? usual.batchSize() : batch,
        logEvery == null ? usual.logEvery() : logEvery,
        seed == null ? usual.seed() : seed);
  }

  private void requirePositive(String option, @Nullable Integer number) {
    if (number != null && number < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, not " + number);
    }
  }
}
