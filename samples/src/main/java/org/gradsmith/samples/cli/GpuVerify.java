/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradsmith.samples.gpu.Bundle;
import org.gradsmith.samples.gpu.GpuVerification;
import org.gradsmith.samples.gpu.GpuVerification.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verifies the kernels on the GPU of this machine, or packs that for another machine. */
@Command(
    name = "gpu-verify",
    description = {
      "Runs every kernel on the GPU, compares it with its plan and with the CPU, measures how fast"
          + " some are, beside PyTorch where python3 has it, and writes gpu-results.md and"
          + " gpu-results.json.",
      "Exits with 0 if all agree, 1 if something differs, 3 if there is no GPU to use here, after"
          + " one line that says why."
    })
final class GpuVerify implements Callable<Integer> {
  private static final int NO_GPU = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "gpu-results",
      description = "Where the results go (default: ${DEFAULT-VALUE}).")
  private Path directory;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description =
          "Run nothing, but write a folder for a Linux machine with a GPU and without a JDK: there,"
              + " DIR/gpu-verify does the same as this command.")
  private @Nullable Path bundle;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Run those kernels whose file or group has this in its name.")
  private String only;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Layouts and dtypes that each kernel is run in (default: 6).")
  private int rounds = Scope.ALL.rounds();

  @Option(
      names = "--shapes",
      paramLabel = "N",
      description = "Shapes that each kernel is run over, the smallest first (default: all).")
  private int shapes = Scope.ALL.extents();

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "Random pointwise kernels (default: 60); there are a sixth as many over rows.")
  private int random = Scope.ALL.random();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first random kernel (default: 0).")
  private long seed = Scope.ALL.seed();

  @Option(
      names = "--rows",
      paramLabel = "N",
      split = ",",
      description =
          "Sizes of which speed is measured, in rows of 1024 columns; 0 leaves it out (default:"
              + " 1,98,9766,97657).")
  private List<Long> rows = new ArrayList<>(Scope.ALL.rows());

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description = "Runs PyTorch; empty leaves it out (default: python3).")
  private String python = Scope.ALL.python();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (bundle != null) {
      Bundle.write(bundle, out);
      return 0;
    }
    requireAtLeast("--rounds", rounds, 1);
    requireAtLeast("--shapes", shapes, 1);
    requireAtLeast("--random", random, 0);
    for (long count : rows) {
      requireAtLeast("--rows", count, 0);
    }
    String obstacle = GpuVerification.obstacle();
    if (!obstacle.isEmpty()) {
      out.println(obstacle);
      return NO_GPU;
    }
    List<Long> sizes = rows.stream().filter(count -> count > 0).toList();
    var results =
        new GpuVerification(new Scope(only, rounds, shapes, random, seed, sizes, python), out)
            .run();
    results.write(directory, LocalDate.now(ZoneId.systemDefault()).toString());
    results.disagreements().forEach(out::println);
    out.printf(
        "%s; %s has the results%n",
        results.agrees() ? "all kernels agree" : "NOT all kernels agree", directory);
    return results.agrees() ? 0 : 1;
  }

  private void requireAtLeast(String option, long value, long least) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), "%s must be at least %d, not %d".formatted(option, least, value));
    }
  }
}
