/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.frontend.Lowered;
import org.gradsmith.processor.metadata.IrText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps that the front end makes of programs, as text beside each program. */
final class LoweringTest {
  static Stream<Path> programs() {
    return Fixtures.in("frontend/lowering", ".java").stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void stepsAreAsWritten(Path program) {
    String text =
        lower(program).stream().map(LoweringTest::describe).collect(Collectors.joining("\n"));
    Fixtures.assertGolden(Path.of(program.toString().replace(".java", ".ir")), text);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void namesAreUniqueIdentifiers(Path program) {
    for (Lowered lowered : lower(program)) {
      Set<String> names = new HashSet<>();
      values(lowered.method())
          .forEach(v -> {
            assertTrue(names.add(v.name()), () -> v + " is defined twice");
            assertTrue(SourceVersion.isName(v.name()), () -> v + " is no name");
          });
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void textReadsBackAsTheSameMethod(Path program) {
    List<Lowered> all = lower(program);
    for (Lowered lowered : all) {
      String text = IrText.write(lowered.method());
      Method again = IrText.read(text, name -> callee(lowered.method(), name));
      assertEquals(lowered.method(), again);
      assertEquals(IrText.hash(lowered.method()), IrText.hash(again));
    }
  }

  private static Optional<Method> callee(Method method, String className) {
    return method.body().stream()
        .filter(Node.CallModule.class::isInstance)
        .flatMap(n -> ((Node.CallModule) n).callee().stream())
        .filter(m -> m.className().equals(className))
        .findFirst();
  }

  private static Stream<Value> values(Method method) {
    return Stream.of(
            method.self().stream(),
            method.parameters().stream(),
            method.body().stream().flatMap(n -> n.results().stream()))
        .flatMap(s -> s);
  }

  private static List<Lowered> lower(Path program) {
    ReadingProcessor processor = new ReadingProcessor();
    Compilation compilation =
        Fixtures.compile(processor, List.of("-Xlint:none"), Fixtures.source(program));
    assertEquals(List.of(), compilation.errors());
    return processor.lowered();
  }

  private static String describe(Lowered lowered) {
    return IrText.write(lowered.method())
        + lowered.constructors().stream()
            .map(c -> "constructor " + c + "\n")
            .collect(Collectors.joining());
  }
}
