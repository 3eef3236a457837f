/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.reject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.frontend.Fixtures;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RejectTest {
  private static final Path MESSAGES = Path.of("src/test/resources/reject/messages.txt");

  static Stream<Path> rejected() {
    return Fixtures.in("reject", ".java").stream();
  }

  static Stream<Path> accepted() {
    return Fixtures.in("reject/accepted", ".java").stream();
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void problemsStandExactlyWhereTheCaretsAre(Path file) {
    List<Expectation> unexpected = new ArrayList<>(problems(file));
    List<Expectation> missing = new ArrayList<>();
    for (Expectation expected : Expectation.in(Fixtures.text(file))) {
      unexpected.stream()
          .filter(expected::isMetBy)
          .findFirst()
          .ifPresentOrElse(unexpected::remove, () -> missing.add(expected));
    }
    assertTrue(
        missing.isEmpty() && unexpected.isEmpty(),
        () -> "missing:\n" + lines(missing) + "unexpected:\n" + lines(unexpected));
  }

  @Test
  void messagesSayWhatIsWrongAndWhatToWriteInstead() {
    StringBuilder messages = new StringBuilder();
    rejected()
        .forEach(file ->
            problems(file)
                .forEach(p ->
                    messages
                        .append(file.getFileName())
                        .append(p.where())
                        .append(p.text())
                        .append('\n')));
    Fixtures.assertGolden(MESSAGES, messages.toString());
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void everyRejectedProgramHasAnAcceptedNeighbour(Path file) {
    assertTrue(
        accepted().anyMatch(f -> f.getFileName().equals(file.getFileName())),
        () -> "no accepted/" + file.getFileName());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void neighboursAreAccepted(Path file) {
    Compilation compilation = Fixtures.compile(new GradsmithProcessor(), Fixtures.source(file));
    assertEquals(List.of(), compilation.errors());
    assertTrue(
        compilation.generatedFiles().stream().anyMatch(f -> f.getName().contains("__")),
        "nothing was generated");
  }

  @Test
  void everyProblemHasAFixture() {
    Set<String> tried =
        rejected()
            .flatMap(f -> Expectation.in(Fixtures.text(f)).stream())
            .map(Expectation::code)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(ProblemCodes.exceptInternal(), tried);
  }

  private static List<Expectation> problems(Path file) {
    String program = Fixtures.text(file);
    return Fixtures.compile(new GradsmithProcessor(), List.of("-Xlint:none"), Fixtures.source(file))
        .errors()
        .stream()
        .map(d -> Expectation.of(d, program))
        .sorted(Comparator.comparingInt(Expectation::line).thenComparingInt(Expectation::column))
        .toList();
  }

  private static String lines(List<Expectation> expectations) {
    return expectations.stream().map(e -> "  " + e + "\n").collect(Collectors.joining());
  }
}
