/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import com.google.auto.service.AutoService;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * The entry: compiles methods annotated with {@code @Differentiable}. This class alone is compiled
 * for older Java versions, so that it can say that a newer one is needed; it finds the rest by
 * name.
 */
@AutoService(Processor.class)
public final class GradsmithProcessor extends AbstractProcessor {
  private static final int REQUIRED = 25;
  private static final String INTERNAL = "gradsmith.internal";
  private static final String COMPILATION = "org.gradsmith.processor.Compilation";

  private Consumer<RoundEnvironment> compilation = round -> {};

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    int version = Runtime.version().feature();
    if (version < REQUIRED) {
      refuse("and this is Java " + version + ": run javac of a JDK " + REQUIRED);
    } else if (!ModuleLayer.boot().findModule("jdk.compiler").isPresent()) {
      refuse("and this Java runtime has no compiler: run on a full JDK");
    } else {
      boolean internalIsWarning = "warn".equals(environment.getOptions().get(INTERNAL));
      compilation = compilation(environment, internalIsWarning);
    }
  }

  private void refuse(String reason) {
    processingEnv
        .getMessager()
        .printMessage(
            Diagnostic.Kind.ERROR,
            "@Differentiable methods are compiled by the javac of JDK "
                + REQUIRED
                + " or newer, "
                + reason
                + " (JAVA_HOME, or the toolchain of the build).");
  }

  @SuppressWarnings("unchecked") // the class is this one's neighbour
  private static Consumer<RoundEnvironment> compilation(
      ProcessingEnvironment environment, boolean internalIsWarning) {
    try {
      return (Consumer<RoundEnvironment>)
          Class.forName(COMPILATION)
              .asSubclass(Consumer.class)
              .getDeclaredConstructor(ProcessingEnvironment.class, boolean.class)
              .newInstance(environment, internalIsWarning);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(COMPILATION + " cannot be started", e);
    }
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Collections.singleton("org.gradsmith.annotation.*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    Set<String> options = new LinkedHashSet<>();
    options.add(INTERNAL);
    options.add("gradsmith.report");
    options.add("gradsmith.tests");
    options.add("gradsmith.quiet");
    options.add("gradsmith.verbose");
    return options;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  /** Claims the annotations: javac's lint warns about annotations that nobody claims. */
  @Override
  @SuppressWarnings("DoNotClaimAnnotations")
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    compilation.accept(round);
    return !annotations.isEmpty();
  }
}
