/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Valid code of users compiles with the processor on the path, whatever stands beside a method. */
final class ValidCodeTest {
  static Stream<Path> programs() {
    return Stream.concat(
        Fixtures.in("frontend/valid", ".java").stream(),
        Fixtures.in("frontend/lowering", ".java").stream());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void compilesWithTheProcessor(Path program) {
    Compilation compilation = compile(Fixtures.source(program));
    assertEquals(List.of(), compilation.errors());
    assertTrue(
        compilation.generatedFiles().stream().anyMatch(f -> f.getName().contains("__")),
        "nothing was generated");
  }

  static Stream<List<String>> options() {
    return Stream.of(
        List.of("--release", "25"),
        List.of("--release", "25", "--enable-preview"),
        List.of("-parameters", "-g:none"));
  }

  /** javac's options reach the compilation that reads the bodies, as far as they matter there. */
  @ParameterizedTest
  @MethodSource("options")
  void compilesWithOtherOptions(List<String> options) {
    List<String> all = new ArrayList<>(options);
    all.add("-Xlint:none");
    JavaFileObject[] sources = programs().map(Fixtures::source).toArray(JavaFileObject[]::new);
    assertEquals(List.of(), Fixtures.compile(new GradsmithProcessor(), all, sources).errors());
  }

  @Test
  void allOfThemTogetherCompile() {
    JavaFileObject[] all = programs().map(Fixtures::source).toArray(JavaFileObject[]::new);
    assertEquals(List.of(), compile(all).errors());
  }

  private static Compilation compile(JavaFileObject... sources) {
    return Fixtures.compile(new GradsmithProcessor(), List.of("-Xlint:none"), sources);
  }
}
