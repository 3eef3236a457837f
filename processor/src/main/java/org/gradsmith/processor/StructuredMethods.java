/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.processor.adjoint.Readers;
import org.gradsmith.processor.adjoint.Rerunnable;
import org.gradsmith.processor.adjoint.Sweeps;
import org.gradsmith.processor.adjoint.Tangent;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.Deferred;
import org.gradsmith.processor.frontend.Descriptors;
import org.gradsmith.processor.frontend.FrontEnd;
import org.gradsmith.processor.frontend.MethodSource;
import org.gradsmith.processor.frontend.Structured;
import org.gradsmith.processor.javagen.RowsClass;
import org.gradsmith.processor.javagen.RowsWriter;
import org.gradsmith.processor.kernels.KernelFiles;
import org.gradsmith.processor.lowering.MethodLowering;
import org.gradsmith.processor.metadata.IrText;
import org.gradsmith.processor.outlining.Outlining;
import org.gradsmith.processor.outlining.Outlining.Outlined;
import org.gradsmith.processor.outlining.RowRun;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.ProblemReporter;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedDeclaration;
import org.gradsmith.processor.report.FlowPhases;
import org.gradsmith.processor.report.FlowReport;
import org.gradsmith.processor.report.MethodReport;
import org.gradsmith.processor.report.Reports;
import org.gradsmith.processor.simplify.Simplification;

/**
 * Compiles methods with control flow: each becomes a class of its own, or one for each way to
 * differentiate it, and so does each helper that one of them calls. A method that calls a refused
 * one is left out with it.
 */
final class StructuredMethods {
  private final ProcessingEnvironment environment;
  private final ProblemReporter problems;
  private final FrontEnd frontEnd;
  private final ClassFileWatch watch;
  private final Reports reports;
  private final Predicate<String> isWritten;
  private final Map<String, FlowMethod> all = new HashMap<>();

  StructuredMethods(
      ProcessingEnvironment environment,
      ProblemReporter problems,
      FrontEnd frontEnd,
      ClassFileWatch watch,
      Reports reports,
      Predicate<String> isWritten) {
    this.environment = environment;
    this.problems = problems;
    this.frontEnd = frontEnd;
    this.watch = watch;
    this.reports = reports;
    this.isWritten = isWritten;
  }

  /** A method that was read, with the methods it needs. */
  private record Read(
      Structured root,
      ExecutableElement element,
      TypeElement owner,
      FlowMethod method,
      String descriptor,
      Place place,
      Set<String> callees,
      Set<Derivatives> asked) {}

  void compile(List<Structured> methods) {
    Map<String, Read> read = new LinkedHashMap<>();
    Set<String> failed = new HashSet<>();
    for (Structured method : methods) {
      readAll(method, read, failed);
    }
    dropCallersOf(failed, read);
    refuseEffectsThatRunAgain(read, failed);
    dropCallersOf(failed, read);
    differentiate(read);
  }

  /** What runs again must not call a method, however far away, that cannot run again. */
  private void refuseEffectsThatRunAgain(Map<String, Read> read, Set<String> failed) {
    Map<String, FlowMethod> methods = new LinkedHashMap<>();
    read.forEach((name, method) -> methods.put(name, method.method()));
    read.forEach((name, method) ->
        Rerunnable.calleeObjection(method.method(), methods)
            .ifPresent(why -> {
              failed.add(name);
              problems.report(
                  new UnsupportedDeclaration(
                      method.place(),
                      method.method().name(),
                      "what is annotated @Checkpoint in it runs again in the reverse sweep, and "
                          + why,
                      "Take that out of the method that is called, or leave @Checkpoint off."));
            }));
    failed.forEach(read::remove);
  }

  private void differentiate(Map<String, Read> read) {
    Map<String, FlowMethod> lowered = new LinkedHashMap<>();
    read.forEach((name, method) -> lowered.put(name, method.method()));
    all.putAll(lowered);
    Map<String, FlowMethod> simpler = Simplification.of(lowered);
    Map<String, Set<Derivatives>> asked = new LinkedHashMap<>();
    Map<String, Set<String>> callees = new LinkedHashMap<>();
    simpler.forEach(
        (name, method) -> callees.put(name, callees(method, call -> !call.ofTensors())));
    read.forEach((name, method) -> asked.put(name, method.asked()));
    Map<String, Set<Derivatives>> all = Derivatives.complete(asked, callees, this::exists);
    Set<String> readers = Readers.of(simpler);
    simpler.forEach((name, method) -> {
      Read from = Objects.requireNonNull(read.get(name));
      all.getOrDefault(name, Set.of()).forEach(kind -> write(from, method, kind, readers));
    });
    read.forEach((name, m) -> {
      if (!m.descriptor().isEmpty()) {
        Optional<String> hash = frontEnd.function(name).map(IrText::hash);
        watch.expectDigest(m.method(), m.owner(), m.descriptor(), hash, m.callees());
      }
    });
  }

  private boolean exists(String className) {
    return isWritten.test(className)
        || environment.getElementUtils().getTypeElement(className) != null;
  }

  /** Reads a method and the helpers it calls. */
  private void readAll(Structured root, Map<String, Read> read, Set<String> failed) {
    Deque<MethodSource> open = new ArrayDeque<>(List.of(root.source()));
    Set<ExecutableElement> seen = new HashSet<>();
    while (!open.isEmpty()) {
      MethodSource source = open.remove();
      ExecutableElement element = (ExecutableElement) source.element(source.tree());
      if (!seen.add(element)) {
        continue;
      }
      String name = sweepName(source, element);
      if (read.containsKey(name)) {
        continue;
      }
      Optional<MethodLowering.Result> result = lower(root, source);
      if (result.isEmpty() || result.get().method().isEmpty()) {
        failed.add(name);
        continue;
      }
      FlowMethod method = result.get().method().get();
      TypeElement owner = Structured.live(Api.owner(element), environment.getElementUtils());
      String descriptor =
          Descriptors.of(element, source.shadow().elements(), source.shadow().types());
      Set<Derivatives> asked = Derivatives.asked(element);
      read.put(
          name,
          new Read(
              root,
              element,
              owner,
              method,
              descriptor,
              source.annotation(),
              callees(method, _ -> true),
              asked));
      String prefix = name.substring(0, name.length() - method.sweep().length());
      for (FlowMethod function : result.get().functions()) { // its digest is that of the method
        Set<String> called = callees(function, _ -> true);
        read.put(
            prefix + function.sweep(),
            new Read(root, element, owner, function, "", source.annotation(), called, Set.of()));
      }
      result.get().helpers().forEach(h -> open.add(root.helper(h)));
    }
  }

  private String sweepName(MethodSource source, ExecutableElement element) {
    return org.gradsmith.processor.lowering.SweepNames.canonical(
        element, source.shadow().elements());
  }

  private Optional<MethodLowering.Result> lower(Structured root, MethodSource source) {
    try {
      Optional<String> error = source.error();
      if (error.isPresent()) {
        throw new Deferred(error.get());
      }
      MethodLowering.Result result = MethodLowering.lower(source);
      result.problems().forEach(problems::report);
      return Optional.of(result);
    } catch (Deferred e) {
      frontEnd.defer(root, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      problems.report(new InternalProblem.Bug(source.place(), "lowering", root.displayName(), e));
    }
    return Optional.empty();
  }

  private static Set<String> callees(FlowMethod method, Predicate<Statement.Call> which) {
    Set<String> callees = new HashSet<>();
    collect(method.body(), which, callees);
    return callees;
  }

  private static void collect(
      Statement statement, Predicate<Statement.Call> which, Set<String> callees) {
    switch (statement) {
      case Statement.Call call when call.sweep().equals(Tangent.FUNCTION_RUN) -> {}
      case Statement.Call call when which.test(call) -> callees.add(call.sweep());
      case Statement.Assign(var _, Expression.Plain(Code code), var _, var _) ->
          code.parts().stream()
              .filter(Code.Generated.class::isInstance)
              .forEach(g -> callees.add(((Code.Generated) g).sweep()));
      case Statement.Block block -> block.statements().forEach(s -> collect(s, which, callees));
      case Statement.Guarded guarded -> {
        collect(guarded.body(), which, callees);
        collect(guarded.end(), which, callees);
      }
      case Statement.If choice -> {
        collect(choice.then(), which, callees);
        collect(choice.otherwise(), which, callees);
      }
      case Statement.Loop loop -> {
        collect(loop.test(), which, callees);
        collect(loop.body(), which, callees);
      }
      default -> {}
    }
  }

  private static void dropCallersOf(Set<String> failed, Map<String, Read> read) {
    boolean dropped;
    do {
      dropped =
          read.entrySet()
              .removeIf(e -> {
                boolean calls = e.getValue().callees().stream().anyMatch(failed::contains);
                if (calls) {
                  failed.add(e.getKey());
                }
                return calls;
              });
    } while (dropped);
  }

  private void write(Read read, FlowMethod method, Derivatives kind, Set<String> readers) {
    try {
      Elements elements = environment.getElementUtils();
      String packageName = elements.getPackageOf(read.owner()).getQualifiedName().toString();
      boolean outlines = kind == Derivatives.REVERSE && !Api.isLibrary(read.owner());
      Outlined outlined =
          outlines
              ? Outlining.of(method, packageName, this::isComponent, frontEnd::libraryFunction)
              : new Outlined(method, method, List.of());
      Derivatives.Source source =
          kind.source(
              outlined.method(),
              readers::contains,
              frontEnd.function(canonical(packageName, method.sweep())),
              read.owner(),
              elements);
      write(packageName, method.sweep() + kind.suffix(), source.text(), read.owner());
      for (RowRun run : outlined.runs()) {
        RowsClass rows =
            new RowsClass(packageName, run.name(), run.alike(), run.broadcast(), run.unfused());
        write(
            packageName, run.name(), RowsWriter.write(rows, read.owner(), elements), read.owner());
        new Resources(environment.getFiler(), packageName, run.name(), read.owner())
            .write(KernelFiles.plans(rows.plans()), KernelFiles.cuda(run.name(), rows.fused()));
      }
      if (kind == Derivatives.REVERSE) {
        report(read, outlined, source.sweeps().orElseThrow(), packageName);
      }
    } catch (FilerException e) {
      // a helper that an earlier round has written
    } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
      problems.report(
          new InternalProblem.Bug(
              read.root().source().place(), "differentiation", read.root().displayName(), e));
    }
  }

  private void write(String packageName, String simple, String source, TypeElement owner)
      throws IOException {
    String name = canonical(packageName, simple);
    try (Writer writer = environment.getFiler().createSourceFile(name, owner).openWriter()) {
      writer.write(source);
    }
  }

  private static String canonical(String packageName, String simple) {
    return packageName.isEmpty() ? simple : packageName + "." + simple;
  }

  private boolean isComponent(String canonicalName, String component) {
    TypeElement type = environment.getElementUtils().getTypeElement(canonicalName);
    return type != null
        && type.getRecordComponents().stream()
            .anyMatch(c -> c.getSimpleName().contentEquals(component));
  }

  private ShapesOfElements shapes(Read of) {
    return new ShapesOfElements(
        of.element(),
        environment.getElementUtils(),
        name -> Optional.ofNullable(all.get(name)),
        frontEnd.madeSizes(of.root()));
  }

  /** The library's own functions, some hundreds, tell in its jar what they cost and no more. */
  private void report(Read read, Outlined outlined, Sweeps sweeps, String packageName) {
    FlowMethod method = outlined.opened();
    MethodReport report =
        FlowReport.of(
            new FlowPhases(
                read.method(),
                method,
                sweeps,
                outlined.runs().stream().map(RowRun::piece).toList(),
                shapes(read)));
    if (read.asked().isEmpty()) {
      reports.addHelper(report);
      return;
    }
    reports.add(
        report,
        Api.isLibrary(read.owner()),
        new Resources(environment.getFiler(), packageName, method.sweep(), read.owner())
            ::writeReport);
  }
}
