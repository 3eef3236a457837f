/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A second javac that attributes a private copy of the user's sources. The trees of the running
 * compilation have no types yet, and asking javac for one attributes its whole class in place,
 * which breaks valid code elsewhere in that class (captured wildcards, anonymous classes in {@code
 * var}, classes that are still to be generated). The copy has the same text, so its positions are
 * the same.
 *
 * <p>The second compilation sees what the first one sees: its class path is served from the first
 * one's elements. It is an unnamed module also where the user's code is a named one.
 */
public final class Shadow {
  private final Trees trees;
  private final Elements elements;
  private final Types types;
  private final List<Diagnostic<? extends JavaFileObject>> errors;
  private final Map<TypeElement, List<DerivativeMethod>> derivatives = new HashMap<>();

  private Shadow(JavacTask task, List<Diagnostic<? extends JavaFileObject>> errors) {
    this.trees = Trees.instance(task);
    this.elements = task.getElements();
    this.types = task.getTypes();
    this.errors = errors;
  }

  /** Attributes the given sources of the running compilation. */
  static Shadow over(ProcessingEnvironment environment, Collection<JavaFileObject> sources) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try {
      StandardJavaFileManager platform = javac.getStandardFileManager(null, null, null);
      platform.setLocation(StandardLocation.CLASS_PATH, List.of());
      ShadowFiles files = new ShadowFiles(platform, environment.getElementUtils());
      JavacTask task =
          (JavacTask)
              javac.getTask(
                  Writer.nullWriter(), files, diagnostics, options(environment), null, sources);
      task.parse();
      task.analyze();
      return new Shadow(
          task,
          diagnostics.getDiagnostics().stream()
              .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> options(ProcessingEnvironment environment) {
    List<String> options =
        new ArrayList<>(
            List.of("-proc:none", "-implicit:none", "-nowarn", "--should-stop=ifError=FLOW"));
    options.add("-source");
    options.add(Integer.toString(environment.getSourceVersion().runtimeVersion().feature()));
    if (environment.isPreviewEnabled()) {
      options.add("--enable-preview");
    }
    return options;
  }

  public Trees trees() {
    return trees;
  }

  public Elements elements() {
    return elements;
  }

  public Types types() {
    return types;
  }

  /** The shadow of a class of the running compilation. */
  public Optional<TypeElement> find(TypeElement type) {
    return Optional.ofNullable(elements.getTypeElement(type.getQualifiedName()));
  }

  /** The derivatives that a class declares; the same classes are asked for at every call. */
  List<DerivativeMethod> derivatives(TypeElement type) {
    return derivatives.computeIfAbsent(type, DerivativeMethod::in);
  }

  /** What javac has against a part of a source file; empty if nothing. */
  Optional<String> errorIn(CompilationUnitTree unit, long start, long end) {
    Set<String> file = Set.of(unit.getSourceFile().toUri().toString());
    return errors.stream()
        .filter(d ->
            d.getSource() != null
                && file.contains(d.getSource().toUri().toString())
                && d.getPosition() >= start
                && d.getPosition() <= end)
        .map(d -> d.getMessage(Locale.ROOT).lines().findFirst().orElse(""))
        .findFirst();
  }
}
