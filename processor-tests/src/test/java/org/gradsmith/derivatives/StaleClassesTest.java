/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.gradsmith.compiled.CompiledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build without the processor leaves generated classes behind that no longer fit. */
final class StaleClassesTest {
  private static final String MAIN =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.compiled.Gradients;
      final class Main {
        @Differentiable
        static double value(double x, int n) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += Helper.square(helper(x));
          }
          return sum;
        }
        private static double helper(double x) {
          return 3 * x;
        }
        static double gradient() {
          return Gradients.of(Main::value).gradient(2.0, 1).number(0);
        }
        static double tangent() {
          return (double) Gradients.of(Main::value).jvp(new Object[] {1.0, null}, 2.0, 1).tangent();
        }
        static int unrelated() {
          return 1;
        }
      }
      """;
  private static final String HELPER =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      final class Helper {
        @Differentiable
        static double square(double x) {
          return x * x;
        }
      }
      """;

  @TempDir Path folder;

  private Build built() {
    Build build = new Build(folder).with("Main", MAIN).with("Helper", HELPER);
    build.compile();
    return build;
  }

  private static void requireStale(Build build, String method, String changed) {
    InvocationTargetException thrown =
        assertThrows(InvocationTargetException.class, () -> build.run("Main", method));
    CompiledException cause = assertInstanceOf(CompiledException.class, thrown.getCause());
    assertTrue(
        cause.getMessage().contains("stale")
            && cause.getMessage().contains("another version of '" + changed + "'")
            && cause.getMessage().contains("annotationProcessorPaths"),
        cause.getMessage());
  }

  @Test
  void freshClassesAreUsed() throws ReflectiveOperationException {
    Build build = built();
    assertEquals(36.0, build.run("Main", "gradient"));
    build.with("Main", MAIN.replace("return 1;", "return 2;")).compileWithoutProcessor();
    assertEquals(36.0, build.run("Main", "gradient"), "another method changed");
  }

  @Test
  void aChangedBodyIsFound() {
    Build build = built();
    build.with("Main", MAIN.replace("sum +=", "sum -=")).compileWithoutProcessor();
    requireStale(build, "gradient", "value");
    requireStale(build, "tangent", "value");
  }

  @Test
  void aChangedHelperIsFound() {
    Build build = built();
    build.with("Main", MAIN.replace("3 * x", "5 * x")).compileWithoutProcessor();
    requireStale(build, "gradient", "helper");
  }

  @Test
  void aChangedMethodOfAnotherClassIsFound() {
    Build build = built();
    build.with("Helper", HELPER.replace("x * x", "x * x * x")).compileWithoutProcessor();
    requireStale(build, "gradient", "square");
  }
}
