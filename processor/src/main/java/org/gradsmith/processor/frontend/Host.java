/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.Span;

/**
 * The compiler that runs the processor: javac, javac behind an IDE's proxy, or another one. Only
 * javac gives trees of the user's own compilation; without them problems are shown at the method.
 */
public final class Host {
  private final ProcessingEnvironment environment;
  private final Optional<Trees> trees;
  private final Optional<JavacTask> task;

  private Host(ProcessingEnvironment environment, Optional<Trees> trees, Optional<JavacTask> task) {
    this.environment = environment;
    this.trees = trees;
    this.task = task;
  }

  /** The host behind an environment. */
  public static Host of(ProcessingEnvironment given) {
    ProcessingEnvironment environment = unwrapped(given);
    try {
      return new Host(
          environment,
          Optional.of(Trees.instance(environment)),
          Optional.of(JavacTask.instance(environment)));
    } catch (IllegalArgumentException _) { // not javac's own environment
      return new Host(given, Optional.empty(), Optional.empty());
    }
  }

  public ProcessingEnvironment environment() {
    return environment;
  }

  /** Trees of the running compilation: for positions and messages, never for types. */
  public Optional<Trees> trees() {
    return trees;
  }

  /** The running compilation, where it tells about its progress. */
  public Optional<JavacTask> task() {
    return task;
  }

  Elements elements() {
    return environment.getElementUtils();
  }

  /** IntelliJ's build hands out a proxy, and a class that takes it off. */
  private static ProcessingEnvironment unwrapped(ProcessingEnvironment given) {
    ClassLoader loader = given.getClass().getClassLoader();
    if (loader == null) {
      return given;
    }
    try {
      Object unwrapped =
          loader
              .loadClass("org.jetbrains.jps.javac.APIWrappers")
              .getDeclaredMethod("unwrap", Class.class, Object.class)
              .invoke(null, ProcessingEnvironment.class, given);
      return unwrapped instanceof ProcessingEnvironment e ? e : given;
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException _) { // no proxy of that kind
      return given;
    }
  }

  /** Where a method is declared; nowhere without trees. */
  public Span span(ExecutableElement method) {
    return trees
        .flatMap(t -> Optional.ofNullable(t.getPath(method)).map(path -> span(method, path, t)))
        .orElse(Span.NONE);
  }

  private static Span span(ExecutableElement method, TreePath path, Trees trees) {
    CompilationUnitTree unit = path.getCompilationUnit();
    long start = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
    String name = unit.getSourceFile().getName().replace('\\', '/');
    return new Span(
        name.substring(name.lastIndexOf('/') + 1),
        (int) unit.getLineMap().getLineNumber(start),
        (int) start,
        (int) start,
        method.toString());
  }
}
