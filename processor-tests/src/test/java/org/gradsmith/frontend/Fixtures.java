/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.JavaFileObject;

/** Programs and expected texts among the test resources. */
public final class Fixtures {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private Fixtures() {}

  /** The files of a folder whose names end so, in alphabetical order. */
  public static List<Path> in(String folder, String ending) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file. */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file as javac takes it. */
  public static JavaFileObject source(Path file) {
    try {
      return JavaFileObjects.forResource(file.toUri().toURL());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program given as text. */
  public static JavaFileObject source(String name, String text) {
    return JavaFileObjects.forSourceString(name, text);
  }

  /** Compiles with all of javac's lints as errors. */
  public static Compilation compile(Processor processor, JavaFileObject... sources) {
    return compile(processor, List.of("-Xlint:all,-classfile,-path", "-Werror"), sources);
  }

  /** Compiles with other options. */
  public static Compilation compile(
      Processor processor, List<String> options, JavaFileObject... sources) {
    return Compiler.javac()
        .withOptions(options)
        .withProcessors(processor)
        .compile(Arrays.asList(sources));
  }

  /** Fails unless the file holds that text; {@code -Dgolden.update=true} writes it instead. */
  public static void assertGolden(Path file, String actual) {
    if (Boolean.getBoolean("golden.update")) {
      try {
        Files.writeString(file, actual);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertEquals(Files.exists(file) ? text(file) : "", actual, "golden file " + file);
  }
}
