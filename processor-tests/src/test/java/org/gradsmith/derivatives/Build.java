/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.gradsmith.processor.GradsmithProcessor;

/** Programs that are compiled into a folder, as a build does it, and loaded from there. */
final class Build {
  private final Path sources;
  private final Path classes;
  private final List<Path> files = new ArrayList<>();

  Build(Path folder) {
    this.sources = folder.resolve("src");
    this.classes = folder.resolve("classes");
  }

  /** Writes a source file of package {@code p}. */
  Build with(String name, String text) {
    Path file = sources.resolve("p").resolve(name + ".java");
    try {
      Files.createDirectories(file.getParent());
      Files.createDirectories(classes);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!files.contains(file)) {
      files.add(file);
    }
    return this;
  }

  /** Compiles with the processor; what javac says, with its kind before it. */
  List<String> compile(String... options) {
    return compile(List.of(new GradsmithProcessor()), options);
  }

  /** Compiles with the processor, other classes being there as class files only. */
  List<String> compileAgainstClasses() {
    String path = classes + java.io.File.pathSeparator + System.getProperty("java.class.path");
    return compile("-cp", path);
  }

  /** Compiles as a build does that has no processor. */
  List<String> compileWithoutProcessor() {
    return compile(List.of(), "-proc:none");
  }

  private List<String> compile(List<Processor> processors, String... options) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-d", classes.toString(), "-s", classes.toString(), "-Xlint:none"));
    try (StandardJavaFileManager manager =
        javac.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavaCompiler.CompilationTask task =
          javac.getTask(
              null, manager, diagnostics, all, null, manager.getJavaFileObjectsFromPaths(files));
      task.setProcessors(processors);
      boolean ok = task.call();
      List<String> said =
          diagnostics.getDiagnostics().stream()
              .map(d -> d.getKind() + ": " + d.getMessage(Locale.ROOT))
              .toList();
      if (!ok
          && diagnostics.getDiagnostics().stream()
              .noneMatch(d -> d.getKind() == Diagnostic.Kind.ERROR)) {
        throw new IllegalStateException("javac failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the class files and the generated sources lie. */
  Path classes() {
    return classes;
  }

  /** Calls a static method without parameters of a class of package {@code p}. */
  Object run(String type, String method) throws ReflectiveOperationException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {url(classes)}, Build.class.getClassLoader())) {
      var found = loader.loadClass("p." + type).getDeclaredMethod(method);
      found.setAccessible(true);
      return found.invoke(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
