/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of Gradsmith. */
@Command(
    name = "gradsmith",
    description =
        "Trains the samples, shows what was generated for a class and ops that are written by hand,"
            + " checks the tensor library, and verifies the kernels on a GPU.",
    versionProvider = Version.class,
    subcommands = {
      Train.class,
      Inspect.class,
      Foreign.class,
      ConformanceCommand.class,
      GpuVerify.class
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nThe launcher ./gradsmith also knows:%n",
    footer = {
      "  verify     Build everything and run all tests.",
      "  format     Format the sources.",
      "Leading -D and -X arguments go to the JVM: ./gradsmith -Xmx2g train lenet"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean version;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error as well.")
  @SuppressWarnings("unused") // picocli calls it
  private void stacktrace(boolean wanted) {
    errors.withStackTrace(wanted);
  }

  private final Errors errors;

  private Main(Errors errors) {
    this.errors = errors;
  }

  /** Runs one command and ends the process with its status. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs one command; returns its status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    Errors errors = new Errors(err);
    Screen screen = Screen.of(out);
    CommandLine command =
        new CommandLine(new Main(errors), new Commands(screen))
            .setOut(screen.writer())
            .setErr(Screen.of(err).writer())
            .setParameterExceptionHandler(errors::badArguments)
            .setExecutionExceptionHandler(errors::failed);
    return command.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
