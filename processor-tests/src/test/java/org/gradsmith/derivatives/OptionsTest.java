/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.processor.GradsmithProcessor;
import org.gradsmith.processor.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the processor writes and says when it is asked. */
final class OptionsTest {
  private static final String PROGRAM =
      """
      package p;
      import org.gradsmith.annotation.Differentiable;
      import org.gradsmith.annotation.Shape;
      import org.gradsmith.nn.UnaryModule;
      import org.gradsmith.nn.layer.Linear;
      import org.gradsmith.tensor.Tensor;
      final class Programs {
        @Differentiable
        static double sum(double[] x, double y, int n) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            double scaled = y * 2;
            sum += Math.sin(x[i] * scaled) * sum + y;
          }
          return sum;
        }

        @Differentiable
        double own(Tensor x) {
          double most = 0;
          for (int i = 0; i < 2; i++) {
            most = most + 1;
          }
          return most * 2;
        }

        @Differentiable
        static double unknown(StringBuilder text, double x) {
          return x;
        }

        static final class Net extends UnaryModule {
          private final Linear layer = new Linear(4, 3);

          @Differentiable
          @Override
          public Tensor forward(@Shape("N, 4") Tensor x) {
            return layer.call(x).tanh().mul(x.sum());
          }
        }
      }
      """;

  @TempDir Path folder;

  private Build build() {
    return new Build(folder).with("Programs", PROGRAM);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void reportsSayWhatBecomesOfValues() throws IOException {
    Path reports = folder.resolve("reports");
    build().compile("-Agradsmith.report=" + reports);
    String sum = text(reports.resolve("p.Programs__sum.txt"));
    assertTrue(sum.startsWith("p.Programs.sum (Programs.java:9), control flow: class"), sum);
    assertTrue(sum.matches("(?s).*saved:.*  sum \\(double\\), on a stack.*"), sum);
    assertTrue(sum.contains("recomputed:"), sum);
    String net = text(reports.resolve("p.Programs$Net__AD.txt"));
    assertTrue(net.contains("a straight line"), net);
    assertTrue(net.contains("  x (Tensor), a tensor: the reverse of line 38 reads it"), net);
    String json = text(reports.resolve("p.Programs__sum.json"));
    assertTrue(json.contains("\"fate\": \"saved\", \"name\": \"sum\""), json);
  }

  @Test
  void testsCompileAndPass() throws IOException, ReflectiveOperationException {
    Path tests = folder.resolve("tests");
    Build build = build();
    List<String> said = build.compile("-Agradsmith.tests=" + tests);
    assertEquals(1, said.size(), said.toString());
    String written = text(tests.resolve("p/ProgramsGradientTest.java"));
    assertTrue(written.contains("// unknown: no argument can be made up for 'text'"), written);
    build
        .with("ProgramsGradientTest", written)
        .with("Programs_NetGradientTest", text(tests.resolve("p/Programs_NetGradientTest.java")))
        .with(
            "Runs",
            """
            package p;
            final class Runs {
              static int all() {
                new ProgramsGradientTest().sum();
                new Programs_NetGradientTest().forward();
                return 2;
              }
            }
            """);
    build.compile();
    assertEquals(2, build.run("Runs", "all"));
  }

  @Test
  void oneNoteSaysWhatWasDone() {
    assertEquals(
        List.of(
            "NOTE: Gradsmith differentiated 4 methods (1 straight, 3 with control flow) with 1 kernel; generated classes lie in the packages of their methods."),
        build().compile().stream().map(OptionsTest::withoutKernels).toList());
  }

  private static String withoutKernels(String note) {
    return note.replaceAll("with \\d+ kernels?;", "with 1 kernel;");
  }

  @Test
  void quietSaysNothingAndVerboseMore() {
    assertEquals(List.of(), build().compile("-Agradsmith.quiet"));
    String note = build().compile("-Agradsmith.verbose").getFirst();
    assertTrue(note.contains(" p.Programs.sum (Programs.java:9): Programs__sum, 0"), note);
  }

  @Test
  void theProcessorKnowsTheOptionsOfThePage() {
    Set<String> known = Stream.of(Option.values()).map(Option::key).collect(Collectors.toSet());
    assertEquals(known, new GradsmithProcessor().getSupportedOptions());
  }
}
