/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.tools.FileObject;
import javax.tools.StandardLocation;
import org.gradsmith.processor.frontend.FrontEnd;
import org.gradsmith.processor.frontend.Host;
import org.gradsmith.processor.frontend.Lowered;
import org.gradsmith.processor.generation.CompanionFiles;
import org.gradsmith.processor.generation.Generation;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.ProblemReporter;

/**
 * One run of the compiler: read the round's methods, generate their companions, write the files.
 */
final class Compilation implements Consumer<RoundEnvironment> {
  private final ProcessingEnvironment environment;
  private final ProblemReporter problems;
  private final FrontEnd frontEnd;
  private final ClassFileWatch watch;

  Compilation(ProcessingEnvironment given, boolean internalIsWarning) {
    Host host = Host.of(given);
    this.environment = host.environment();
    this.problems = new ProblemReporter(environment.getMessager(), host.trees(), internalIsWarning);
    this.frontEnd = new FrontEnd(host, problems);
    this.watch = new ClassFileWatch(environment, problems);
    host.task().ifPresent(task -> task.addTaskListener(watch));
  }

  /** Works on a round. */
  @Override
  public void accept(RoundEnvironment round) {
    for (Lowered lowered : frontEnd.read(round)) {
      generate(lowered).ifPresent(files -> write(lowered, files));
    }
    new StructuredMethods(environment, problems, frontEnd).compile(frontEnd.structured());
    if (round.processingOver()) {
      watch.expectProblems(frontEnd.unread());
    }
  }

  private Optional<CompanionFiles> generate(Lowered lowered) {
    AtomicBoolean refused = new AtomicBoolean();
    try {
      Optional<CompanionFiles> files =
          Generation.run(
              lowered,
              environment.getElementUtils(),
              problem -> {
                refused.set(true);
                problems.report(problem);
              });
      return refused.get() ? Optional.empty() : files;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      problems.report(bug(lowered, "generation", e));
      return Optional.empty();
    }
  }

  private void write(Lowered lowered, CompanionFiles files) {
    Filer filer = environment.getFiler();
    try {
      try (Writer java =
          filer.createSourceFile(lowered.companion(), lowered.owner()).openWriter()) {
        java.write(files.java());
      }
      writeResource(lowered, files, ".kernels", files.kernels());
      writeResource(lowered, files, ".cu", files.cuda());
      watch.expectDigest(lowered);
    } catch (IOException e) {
      problems.report(bug(lowered, "writing files", e));
    }
  }

  private void writeResource(Lowered lowered, CompanionFiles files, String suffix, String text)
      throws IOException {
    if (!text.isEmpty()) {
      FileObject file =
          environment
              .getFiler()
              .createResource(
                  StandardLocation.CLASS_OUTPUT,
                  files.packageName(),
                  files.simpleName() + suffix,
                  lowered.owner());
      try (Writer writer = file.openWriter()) {
        writer.write(text);
      }
    }
  }

  private static Problem bug(Lowered lowered, String phase, Throwable cause) {
    return new InternalProblem.Bug(
        lowered.places().at(lowered.method().span()),
        phase,
        lowered.owner().getSimpleName() + "." + lowered.method().name(),
        cause);
  }
}
