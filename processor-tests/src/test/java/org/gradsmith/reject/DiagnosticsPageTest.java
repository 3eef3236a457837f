/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.reject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradsmith.frontend.Fixtures;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Problem;
import org.junit.jupiter.api.Test;

/** The reference page of all problems, from their records and from the fixtures. */
final class DiagnosticsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "diagnostics.md");
  private static final String MARKER = " // instead of ";

  /** Lines of a fixture. */
  private record Example(String file, String text) {}

  @Test
  void thePageIsWrittenFromRecordsAndFixtures() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Diagnostics

        Written by `DiagnosticsPageTest` from the records of package `org.gradsmith.processor.problem` and the programs in
        `processor-tests/src/test/resources/reject`. Each message says what is wrong, why, and what to write instead; words in brackets
        stand for parts of the user's program. AD1xx: outside the subset of Java; AD2xx: types and shapes; AD3xx: derivatives;
        AD9xx: bugs.
        """);
    Map<String, Class<?>> records = new TreeMap<>();
    ProblemCodes.records(Problem.class).forEach(r -> records.put(ProblemCodes.blank(r).code(), r));
    records.forEach((code, type) -> section(page, code, type));
    Fixtures.assertGolden(PAGE, page.toString());
  }

  private static void section(StringBuilder page, String code, Class<?> type) {
    Problem problem = ProblemCodes.blank(type);
    page.append("\n## %s: %s\n\n".formatted(code, words(type.getSimpleName())));
    page.append("> %s\n".formatted(problem.message().replaceAll(" at \\w+\\.java:\\d+", "")));
    if (ProblemCodes.NEVER_SHOWN.contains(code)) {
      page.append(
          "\nNobody sees it: the method is read as one with control flow then, which has no such limit.\n");
      return;
    }
    if (InternalProblem.class.isAssignableFrom(type)) {
      page.append("\nA bug of Gradsmith or of the build, so there is no program that shows it.\n");
      return;
    }
    Example accepted = accepted(code).orElseThrow();
    Example rejected = rejected(code, accepted.file()).orElseThrow();
    page.append("\nRejected:\n\n```java\n%s```\n".formatted(rejected.text()));
    page.append("\n> %s\n".formatted(message(code, rejected.file())));
    page.append("\nAccepted:\n\n```java\n%s```\n".formatted(accepted.text()));
  }

  private static String words(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  /**
   * The first guilty line of a code, in the neighbour's file if there is one, with the line behind
   * it if it is an annotation's.
   */
  private static Optional<Example> rejected(String code, String neighbour) {
    List<Path> files =
        RejectTest.rejected()
            .sorted(
                Comparator.comparing(
                        (Path file) -> !file.getFileName().toString().equals(neighbour))
                    .thenComparing(Path::toString))
            .toList();
    for (Path file : files) {
      List<String> lines = Fixtures.text(file).lines().toList();
      for (Expectation each : Expectation.in(Fixtures.text(file))) {
        if (each.code().equals(code)) {
          int line = each.line() - 1;
          StringBuilder text = new StringBuilder(lines.get(line).strip()).append('\n');
          int next = line;
          while (lines.get(next).strip().startsWith("@") && next + 1 < lines.size()) {
            next++;
            if (!lines.get(next).strip().startsWith("//")) {
              text.append(lines.get(next).strip()).append('\n');
            } else {
              next++;
              text.append(lines.get(next).strip()).append('\n');
            }
          }
          return Optional.of(new Example(file.getFileName().toString(), text.toString()));
        }
      }
    }
    return Optional.empty();
  }

  /** The marked line of an accepted program. */
  private static Optional<Example> accepted(String code) {
    return RejectTest.accepted()
        .flatMap(file ->
            Fixtures.text(file)
                .lines()
                .filter(line -> line.endsWith(MARKER + code))
                .map(line ->
                    new Example(
                        file.getFileName().toString(),
                        line.substring(0, line.indexOf(MARKER)).strip() + "\n")))
        .findFirst();
  }

  private static String message(String code, String file) {
    return Fixtures.text(Path.of("src/test/resources/reject/messages.txt"))
        .lines()
        .filter(line -> line.startsWith(file) && line.contains(": " + code + ": "))
        .map(line -> line.substring(line.indexOf(code + ": ") + code.length() + 2))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyProblemThatUsersSeeHasBothExamples() {
    Set<String> marked = new TreeSet<>();
    RejectTest.accepted()
        .flatMap(file -> Fixtures.text(file).lines())
        .filter(line -> line.contains(MARKER))
        .forEach(line -> marked.add(line.substring(line.indexOf(MARKER) + MARKER.length())));
    assertEquals(ProblemCodes.exceptInternal(), marked);
  }
}
