/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradsmith.samples.conformance.Conformance;
import org.gradsmith.samples.conformance.ConformanceException;
import org.gradsmith.samples.conformance.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the tensor library with recorded values of PyTorch. */
@Command(
    name = "conformance",
    description = {
      "Runs the recorded samples of a directory and compares results, gradients, tangents and"
          + " second derivatives. Exits with 1 if a sample failed.",
      "docs/conformance.md has the format and the known exceptions."
    })
final class ConformanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The directory with the samples.")
  private Path directory;

  @Option(names = "--op", paramLabel = "NAME", description = "Run this op only.")
  private @Nullable String op;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the outcome to a file, too.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Report report = new Conformance().run(directory, Optional.ofNullable(op), out);
      report.printSummary(out);
      if (json != null) {
        report.write(json);
      }
      return report.failed() == 0 ? 0 : 1;
    } catch (ConformanceException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
