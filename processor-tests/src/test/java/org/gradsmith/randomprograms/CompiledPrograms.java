/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.gradsmith.processor.GradsmithProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Programs compiled by one run of javac with the processor, in memory. Those it refuses are left
 * out.
 */
final class CompiledPrograms extends ClassLoader {
  private static final List<String> OPTIONS =
      List.of("-Xlint:none", "-g:none", "-implicit:none", "-Xmaxerrs", "100000");

  /** As the programs' names begin. */
  private static final Pattern PROGRAM = Pattern.compile("\\b[PS][0-9]+");

  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  /** The class path, opened once by each thread that compiles. */
  private static final ThreadLocal<StandardJavaFileManager> CLASS_PATH =
      ThreadLocal.withInitial(() -> JAVAC.getStandardFileManager(null, null, null));

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final Map<String, String> generated = new HashMap<>();
  private final Map<String, byte[]> resources = new HashMap<>();

  private CompiledPrograms() {
    super(CompiledPrograms.class.getClassLoader());
  }

  static CompiledPrograms of(List<? extends Compilable> programs) {
    CompiledPrograms compiled = new CompiledPrograms();
    List<Compilable> left = new ArrayList<>(programs);
    int before;
    do {
      before = left.size();
      Map<String, String> refused = compiled.compile(left);
      compiled.refusals.putAll(refused);
      left.removeIf(p -> refused.containsKey(p.name()));
    } while (left.size() < before && !left.isEmpty());
    return compiled;
  }

  /** Why javac or the processor refused a program; empty if neither did. */
  Optional<String> refusal(Compilable program) {
    return Optional.ofNullable(refusals.get(program.name()));
  }

  Class<?> type(String name) throws ClassNotFoundException {
    return loadClass("random." + name);
  }

  /** The method of a class that a program starts with. */
  Method main(String type) throws ClassNotFoundException {
    return main(type(type));
  }

  /** The same method in a class that reports its branches. */
  Method traced(String type) {
    return main(Traced.of(Objects.requireNonNull(classes.get("random." + type)), this));
  }

  private static Method main(Class<?> type) {
    Method main =
        Stream.of(type.getDeclaredMethods())
            .filter(m -> m.getName().equals("main"))
            .findFirst()
            .orElseThrow();
    main.setAccessible(true);
    return main;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = resources.get(name);
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }

  private Map<String, String> compile(List<Compilable> programs) {
    classes.clear();
    generated.clear();
    resources.clear();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<JavaFileObject> sources = new ArrayList<>();
    for (Compilable program : programs) {
      program.sources().forEach((name, text) -> sources.add(new Source(name, text)));
    }
    JavaCompiler.CompilationTask task =
        JAVAC.getTask(null, new Memory(CLASS_PATH.get()), diagnostics, OPTIONS, null, sources);
    task.setProcessors(List.of(new GradsmithProcessor()));
    if (task.call()) {
      return Map.of();
    }
    Set<String> names =
        programs.stream().map(Compilable::name).collect(Collectors.toCollection(HashSet::new));
    Map<String, String> refused = new HashMap<>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        program(diagnostic)
            .filter(names::contains)
            .ifPresent(name -> refused.merge(name, diagnostic.toString(), (a, b) -> a + "\n" + b));
      }
    }
    if (refused.isEmpty()) {
      throw new IllegalStateException("javac failed: " + diagnostics.getDiagnostics());
    }
    return refused;
  }

  /** The name of the program that an error is about. */
  private static Optional<String> program(Diagnostic<? extends JavaFileObject> error) {
    Matcher program =
        PROGRAM.matcher(
            error.getSource() == null
                ? error.getMessage(Locale.ROOT)
                : error.getSource().getName());
    return program.find() ? Optional.of(program.group()) : Optional.empty();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///random/" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Takes classes and generated sources. */
  private final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    Memory(JavaFileManager system) {
      super(system);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(
          URI.create("string:///" + className.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              if (kind == Kind.CLASS) {
                classes.put(className, toByteArray());
              } else {
                generated.put(className, toString(StandardCharsets.UTF_8));
              }
            }
          };
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
          return generated.getOrDefault(className, "");
        }
      };
    }

    @Override
    public FileObject getFileForOutput(
        Location location, String packageName, String relativeName, @Nullable FileObject sibling) {
      String path = packageName.replace('.', '/') + "/" + relativeName;
      return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.OTHER) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              resources.put(path, toByteArray());
            }
          };
        }

        @Override
        public InputStream openInputStream() throws IOException {
          String className = path.replace(".class", "").replace('/', '.');
          byte[] bytes = resources.getOrDefault(path, classes.get(className));
          if (bytes == null) {
            throw new FileNotFoundException(path);
          }
          return new ByteArrayInputStream(bytes);
        }
      };
    }

    @Override
    public FileObject getFileForOutputForOriginatingFiles(
        Location location, String packageName, String relativeName, FileObject... originating) {
      return getFileForOutput(location, packageName, relativeName, null);
    }

    /** The class path stays open for the next run. */
    @Override
    public void close() {}
  }
}
