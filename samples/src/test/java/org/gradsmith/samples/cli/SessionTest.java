/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.junit.jupiter.api.Test;

/** The session in docs/session.md says what Java's shell says. */
class SessionTest {
  private static final String PROMPT = "jshell> ";
  private static final Path ROOT = Path.of("..");

  private int inputs;

  @Test
  void theDocumentedSessionIsWhatTheShellAnswers() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/session.md"));
    String session = page.substring(page.indexOf("```text\n") + 8, page.lastIndexOf("```"));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        JShell shell =
            JShell.builder()
                .executionEngine("local")
                .compilerOptions("-classpath", System.getProperty("java.class.path"))
                .out(out)
                .tempVariableNameGenerator(() -> "$" + inputs)
                .build()) {
      System.setOut(out); // the local engine leaves it alone
      for (String line : imports()) {
        assertTrue(evaluate(shell, line, printed).isEmpty(), line);
      }
      StringBuilder answered = new StringBuilder();
      for (String line : session.lines().filter(line -> line.startsWith(PROMPT)).toList()) {
        inputs++;
        String input = line.substring(PROMPT.length());
        answered.append(line).append('\n').append(evaluate(shell, input, printed)).append('\n');
      }
      assertEquals(session.strip(), answered.toString().strip());
    } finally {
      System.setOut(before);
    }
  }

  private static List<String> imports() throws IOException {
    return Files.readAllLines(ROOT.resolve("samples/src/main/jshell/session.jsh"));
  }

  /** What the shell prints for one input. */
  private static String evaluate(JShell shell, String input, ByteArrayOutputStream printed) {
    List<String> answers = new ArrayList<>();
    String complete = shell.sourceCodeAnalysis().analyzeCompletion(input).source();
    for (SnippetEvent event : shell.eval(complete)) {
      assertEquals(
          Snippet.Status.VALID,
          event.status(),
          () ->
              input
                  + ": "
                  + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList());
      Exception exception = event.exception();
      if (exception instanceof EvalException thrown) {
        answers.add(
            "|  Exception %s: %s\n".formatted(thrown.getExceptionClassName(), thrown.getMessage()));
      } else if (event.value() != null
          && !event.value().isEmpty()
          && event.snippet() instanceof VarSnippet variable) {
        answers.add("%s ==> %s\n".formatted(variable.name(), event.value()));
      }
    }
    String out = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return out + String.join("", answers);
  }
}
