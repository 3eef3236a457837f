/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.processor.frontend.FrontEnd;
import org.gradsmith.processor.frontend.Host;
import org.gradsmith.processor.frontend.Lowered;
import org.gradsmith.processor.generation.CompanionFiles;
import org.gradsmith.processor.generation.Generation;
import org.gradsmith.processor.lowering.SweepNames;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.ProblemReporter;
import org.gradsmith.processor.report.GradientTests;
import org.gradsmith.processor.report.LineReport;
import org.gradsmith.processor.report.MethodReport;
import org.gradsmith.processor.report.Reports;
import org.gradsmith.processor.rules.UserRules;

/**
 * One run of the compiler: read the round's methods, generate their companions, write the files.
 */
final class Compilation implements Consumer<RoundEnvironment> {
  private final ProcessingEnvironment environment;
  private final ProblemReporter problems;
  private final FrontEnd frontEnd;
  private final ClassFileWatch watch;
  private final UserRules rules;
  private final Map<String, String> options;
  private final Reports reports;
  private final List<ExecutableElement> annotated = new ArrayList<>();
  private final Set<String> ruleClasses = new HashSet<>();

  Compilation(ProcessingEnvironment given, boolean internalIsWarning) {
    Host host = Host.of(given);
    this.environment = host.environment();
    this.problems = new ProblemReporter(environment.getMessager(), host.trees(), internalIsWarning);
    this.frontEnd = new FrontEnd(host, SweepNames::canonical, problems);
    this.rules = new UserRules(host, problems);
    this.watch = new ClassFileWatch(environment, problems);
    this.options = given.getOptions();
    this.reports = new Reports(Option.REPORT.in(options));
    host.task().ifPresent(task -> task.addTaskListener(watch));
  }

  /** Works on a round. */
  @Override
  public void accept(RoundEnvironment round) {
    annotated.addAll(ElementFilter.methodsIn(round.getElementsAnnotatedWith(Differentiable.class)));
    for (Lowered lowered : frontEnd.read(round)) {
      generate(lowered).ifPresent(files -> write(lowered, files));
    }
    rules.compile(round, this::write);
    new StructuredMethods(environment, problems, frontEnd, watch, reports, ruleClasses::contains)
        .compile(frontEnd.structured());
    if (round.processingOver()) {
      watch.expectProblems(frontEnd.unread());
      if (!round.errorRaised()) {
        tell();
      }
    }
  }

  /** What was asked for beside the classes. */
  private void tell() {
    reports.write(new CompiledReports(environment)::report);
    Option.TESTS
        .in(options)
        .ifPresent(
            folder -> new GradientTests(environment.getElementUtils(), folder).write(annotated));
    if (!Option.QUIET.isIn(options)) {
      reports
          .note(Option.VERBOSE.isIn(options))
          .ifPresent(note -> environment.getMessager().printMessage(Diagnostic.Kind.NOTE, note));
    }
  }

  private void write(TypeElement owner, Map<String, String> rule) {
    String packageName =
        environment.getElementUtils().getPackageOf(owner).getQualifiedName().toString();
    rule.forEach((simple, source) -> {
      String name = packageName.isEmpty() ? simple : packageName + "." + simple;
      ruleClasses.add(name);
      try (Writer writer = environment.getFiler().createSourceFile(name, owner).openWriter()) {
        writer.write(source);
      } catch (IOException e) {
        problems.report(new InternalProblem.Bug(Place.of(owner), "writing files", name, e));
      }
    });
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
      Resources resources =
          new Resources(filer, files.packageName(), files.simpleName(), lowered.owner());
      resources.write(files.kernels(), files.cuda());
      watch.expectDigest(lowered);
      MethodReport report = LineReport.of(files.phases(), files.simpleName());
      reports.add(report, false, resources::writeReport);
    } catch (IOException | RuntimeException e) {
      problems.report(bug(lowered, "writing files", e));
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
