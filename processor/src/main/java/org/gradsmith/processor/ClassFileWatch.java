/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.gradsmith.digest.MethodDigest;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.processor.frontend.Descriptors;
import org.gradsmith.processor.frontend.Lowered;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.ProblemReporter;

/**
 * Waits until javac has written the class file of an annotated method. Then the digest of the
 * method's instructions goes beside the companion, so that the runtime can tell whether both belong
 * together. And a method that no round could read, but that javac has compiled, is reported: javac
 * has told the user nothing.
 */
final class ClassFileWatch implements TaskListener {
  private final ProcessingEnvironment environment;
  private final ProblemReporter problems;
  private final Map<String, List<Expected>> digests = new HashMap<>();
  private final Map<String, InternalProblem> unread = new HashMap<>();

  /**
   * A digest that is to be written.
   *
   * @param simpleName of the class whose file is read, with those of the classes around it
   * @param generated simple name of the generated class
   * @param before what stands before the hash in its file
   * @param behind what stands behind it
   */
  private record Expected(
      String packageName,
      String simpleName,
      String generated,
      String method,
      String descriptor,
      String before,
      String behind) {}

  ClassFileWatch(ProcessingEnvironment environment, ProblemReporter problems) {
    this.environment = environment;
    this.problems = problems;
  }

  void expectDigest(Lowered lowered) {
    String packageName =
        environment.getElementUtils().getPackageOf(lowered.owner()).getQualifiedName().toString();
    String className = lowered.method().className();
    expect(
        className,
        new Expected(
            packageName,
            simpleName(packageName, className),
            simpleName(packageName, lowered.companion()),
            lowered.method().name(),
            Descriptors.of(
                lowered.element(), environment.getElementUtils(), environment.getTypeUtils()),
            "",
            lowered.method().functions().entrySet().stream()
                .map(function -> "\n%s %s".formatted(function.getKey(), function.getValue()))
                .collect(Collectors.joining())));
  }

  /**
   * A method with control flow was compiled.
   *
   * @param hash of the method as a straight line, if it is a function that is one
   * @param callees the classes generated for the methods that it calls
   */
  void expectDigest(
      FlowMethod method,
      TypeElement owner,
      String descriptor,
      Optional<String> hash,
      Set<String> callees) {
    String packageName =
        environment.getElementUtils().getPackageOf(owner).getQualifiedName().toString();
    String line = hash.map(h -> " " + h).orElse("");
    String behind =
        line + callees.stream().sorted().map(c -> "\n" + c).collect(Collectors.joining());
    expect(
        method.className(),
        new Expected(
            packageName,
            simpleName(packageName, method.className()),
            method.sweep(),
            method.name(),
            descriptor,
            "%s %s %s ".formatted(method.className(), method.name(), descriptor),
            behind));
  }

  private void expect(String className, Expected digest) {
    digests.computeIfAbsent(className, _ -> new ArrayList<>()).add(digest);
  }

  void expectProblems(Map<String, InternalProblem> byClass) {
    unread.putAll(byClass);
  }

  private static String simpleName(String packageName, String className) {
    return packageName.isEmpty() ? className : className.substring(packageName.length() + 1);
  }

  @Override
  public void finished(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (event.getKind() == TaskEvent.Kind.GENERATE && type != null) {
      String className = environment.getElementUtils().getBinaryName(type).toString();
      Optional.ofNullable(digests.remove(className))
          .ifPresent(expected -> expected.forEach(this::writeDigest));
      Optional.ofNullable(unread.remove(className)).ifPresent(problems::report);
    }
  }

  /**
   * Without the digest the companion counts as fresh, so a file that cannot be read is no error.
   */
  private void writeDigest(Expected expected) {
    try {
      Optional<String> digest =
          MethodDigest.of(classFile(expected), expected.method(), expected.descriptor());
      if (digest.isPresent()) {
        try (Writer writer =
            environment
                .getFiler()
                .createResource(
                    StandardLocation.CLASS_OUTPUT,
                    expected.packageName(),
                    expected.generated() + ".digest")
                .openWriter()) {
          writer.write(expected.before() + digest.get() + expected.behind());
        }
      }
    } catch (IOException _) {
      digests.remove(expected.generated());
    }
  }

  private byte[] classFile(Expected expected) throws IOException {
    try (InputStream bytes =
        environment
            .getFiler()
            .getResource(
                StandardLocation.CLASS_OUTPUT,
                expected.packageName(),
                expected.simpleName() + ".class")
            .openInputStream()) {
      return bytes.readAllBytes();
    }
  }
}
