/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.Test;

/** Methods that use what another processor of the same compilation writes. */
class GeneratedClassesTest {
  private static final JavaFileObject USER =
      JavaFileObjects.forSourceString(
          "u.User",
          """
          package u;

          import org.gradsmith.annotation.Differentiable;

          final class User {
            private Late__squared kept;

            @Differentiable
            static double cubed(double x) {
              Late late = new Late(x, "x");
              return late.squared() * late.x() * late.name().length();
            }

            @Override
            public String toString() {
              return "kept " + kept;
            }
          }
          """);
  private static final String LATE =
      """
      package u;

      import org.gradsmith.annotation.Differentiable;

      record Late(double x, String name) {
        @Differentiable
        double squared() {
          return x * x;
        }
      }
      """;

  /** Writes a record in the first round. */
  private static final class LateProcessor extends AbstractProcessor {
    private boolean done;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!done) {
        done = true;
        try (Writer writer = processingEnv.getFiler().createSourceFile("u.Late").openWriter()) {
          writer.write(LATE);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return false;
    }
  }

  @Test
  void aMethodWaitsForRecordsOfAnotherProcessor() {
    for (boolean late : new boolean[] {false, true}) {
      Compilation compilation =
          (late
                  ? Compiler.javac().withProcessors(new GradsmithProcessor(), new LateProcessor())
                  : Compiler.javac().withProcessors(new LateProcessor(), new GradsmithProcessor()))
              .compile(USER);
      assertEquals(List.of(), compilation.errors());
      assertTrue(
          compilation.generatedFiles().stream()
              .anyMatch(f -> f.getName().endsWith("u/User__cubed.class")));
    }
  }
}
