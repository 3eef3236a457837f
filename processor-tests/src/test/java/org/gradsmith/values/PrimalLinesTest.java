/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.util.List;
import javax.tools.JavaFileObject;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;

/** The comments in generated methods, each of which has the text of the line that it names. */
class PrimalLinesTest {
  private static final List<String> LINES =
      """
      package u;
      import org.gradsmith.annotation.Differentiable;
      final class Branches {
        @Differentiable
        static double of(double x) {
          double y = x * x;
          if (x > 3) {
            return y * 3;
          }
          if (x > 2) {
            y = y * 2;
          } else {
            y = y - x;
          }
          for (int i = 0; i < 2; i++) {
            y = y * x;
          }
          return y + x;
        }
      }
      """
          .lines()
          .toList();

  @Test
  void eachCommentHasTheTextOfItsLine() throws IOException {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new GradsmithProcessor())
            .compile(JavaFileObjects.forSourceLines("u.Branches", LINES));
    assertEquals(Compilation.Status.SUCCESS, compilation.status(), () -> compilation.toString());
    int comments = 0;
    for (JavaFileObject file : compilation.generatedSourceFiles()) {
      for (String line : file.getCharContent(true).toString().lines().toList()) {
        String text = line.strip();
        if (text.startsWith("// Branches.java:")) {
          String[] parts = text.substring("// Branches.java:".length()).split(": ", 2);
          String user = LINES.get(Integer.parseInt(parts[0]) - 1);
          String head = parts[1].replace(" ... }", ""); // of a loop's line, its body is left out
          assertTrue(user.contains(head), () -> text + " stands for " + user);
          comments++;
        }
      }
    }
    assertTrue(comments > 8, comments + " comments");
  }
}
