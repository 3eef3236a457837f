/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into one line on the error stream and an exit status. */
final class Errors {
  private static final String PROPERTY = "gradsmith.stacktrace";

  private final PrintStream err;
  private boolean stackTrace =
      Boolean.getBoolean(PROPERTY) || "".equals(System.getProperty(PROPERTY));

  Errors(PrintStream err) {
    this.err = err;
  }

  void withStackTrace(boolean wanted) {
    stackTrace |= wanted;
  }

  /** The arguments make no sense: the problem, then the usage. */
  int badArguments(ParameterException problem, String... arguments) {
    CommandLine command = problem.getCommandLine();
    err.println("gradsmith: " + firstLine(problem));
    err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
    err.println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static String firstLine(Throwable problem) {
    return message(problem).lines().findFirst().orElse("");
  }

  /** A command failed. */
  int failed(Exception problem, CommandLine command, ParseResult arguments) {
    err.println("gradsmith: " + describe(problem));
    if (stackTrace) {
      problem.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Throwable problem) {
    return switch (problem) {
      case NoSuchFileException e when e.getReason() == null -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "no permission for " + e.getFile();
      case FileSystemException e -> message(e);
      case FileNotFoundException e -> message(e);
      case IOException e -> message(e);
      case RuntimeException e when e.getMessage() != null -> message(e);
      default -> problem + " (this is unexpected; --stacktrace shows where it happened)";
    };
  }

  private static String message(Throwable problem) {
    return Objects.requireNonNullElse(problem.getMessage(), problem.toString());
  }
}
