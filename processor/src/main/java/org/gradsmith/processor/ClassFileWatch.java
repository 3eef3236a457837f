/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.gradsmith.digest.MethodDigest;
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
  private final Map<String, Expected> digests = new HashMap<>();
  private final Map<String, InternalProblem> unread = new HashMap<>();

  private record Expected(
      String packageName, String simpleName, String companion, String method, String descriptor) {}

  ClassFileWatch(ProcessingEnvironment environment, ProblemReporter problems) {
    this.environment = environment;
    this.problems = problems;
  }

  void expectDigest(Lowered lowered) {
    String packageName =
        environment.getElementUtils().getPackageOf(lowered.owner()).getQualifiedName().toString();
    String className = lowered.method().className();
    digests.put(
        className,
        new Expected(
            packageName,
            simpleName(packageName, className),
            simpleName(packageName, lowered.companion()),
            lowered.method().name(),
            Descriptors.of(
                lowered.element(), environment.getElementUtils(), environment.getTypeUtils())));
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
      Optional.ofNullable(digests.remove(className)).ifPresent(this::writeDigest);
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
                    expected.companion() + ".digest")
                .openWriter()) {
          writer.write(digest.get());
        }
      }
    } catch (IOException _) {
      digests.remove(expected.companion());
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
