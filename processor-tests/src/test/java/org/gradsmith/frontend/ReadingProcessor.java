/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.gradsmith.processor.frontend.FrontEnd;
import org.gradsmith.processor.frontend.Host;
import org.gradsmith.processor.frontend.Lowered;
import org.gradsmith.processor.lowering.SweepNames;
import org.gradsmith.processor.metadata.Chunks;
import org.gradsmith.processor.metadata.IrText;
import org.gradsmith.processor.problem.ProblemReporter;

/**
 * Only the front end: keeps what it reads, and writes companions that hold nothing but metadata.
 */
final class ReadingProcessor extends AbstractProcessor {
  private final List<Lowered> lowered = new ArrayList<>();
  private final Consumer<Lowered> observer;
  private Optional<FrontEnd> frontEnd = Optional.empty();

  ReadingProcessor() {
    this(_ -> {});
  }

  /**
   * A processor that shows what it reads.
   *
   * @param observer called while the compilation is alive
   */
  ReadingProcessor(Consumer<Lowered> observer) {
    this.observer = observer;
  }

  /** All methods that were read, in order. */
  List<Lowered> lowered() {
    return lowered;
  }

  /** The method of the class of that simple name. */
  Lowered lowered(String simpleName) {
    return lowered.stream()
        .filter(l -> l.owner().getSimpleName().contentEquals(simpleName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("'" + simpleName + "' was not read"));
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    Host host = Host.of(environment);
    frontEnd =
        Optional.of(
            new FrontEnd(
                host,
                SweepNames::canonical,
                new ProblemReporter(environment.getMessager(), host.trees(), false)));
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("org.gradsmith.annotation.*");
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  @SuppressWarnings("DoNotClaimAnnotations") // as the processor itself does
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (Lowered method : frontEnd.orElseThrow().read(round)) {
      lowered.add(method);
      observer.accept(method);
      writeCompanion(method);
    }
    return !annotations.isEmpty();
  }

  private void writeCompanion(Lowered method) {
    String name = method.companion();
    int dot = name.lastIndexOf('.');
    try (Writer writer =
        processingEnv.getFiler().createSourceFile(name, method.owner()).openWriter()) {
      writer.write(
          """
          %s
          @org.gradsmith.annotation.Generated(format = %d, ir = {%s}, constructors = {%s})
          final class %s {}
          """
              .formatted(
                  dot < 0 ? "" : "package " + name.substring(0, dot) + ";",
                  IrText.FORMAT,
                  literals(Chunks.split(IrText.write(method.method()))),
                  literals(method.constructors()),
                  name.substring(dot + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String literals(List<String> texts) {
    return String.join(
        ", ", texts.stream().map(processingEnv.getElementUtils()::getConstantExpression).toList());
  }
}
