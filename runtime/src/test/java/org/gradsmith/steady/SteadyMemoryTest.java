/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Long loops in a small JVM, of whose tensors nobody closes one. */
class SteadyMemoryTest {
  private static final long SLACK = 1 << 20;

  @Test
  void trainingHoldsAsMuchAtTheEndAsInTheMiddle() throws Exception {
    assertSteady("training");
  }

  @Test
  void anEvaluationLoopThatRecordsForNobodyIsSteadyToo() throws Exception {
    assertSteady("evaluation");
  }

  @Test
  void aGraphThatGrowsIsNamedByOpAndLine() throws Exception {
    List<String> output = run("growing");
    assertTrue(
        output.stream().anyMatch(line -> line.matches("GROWS add SteadyLoops\\.java:\\d+")),
        String.join("\n", output));
    assertTrue(
        output.contains("growing from step to step (is a graph kept? detach what is only read):"),
        String.join("\n", output));
  }

  private static void assertSteady(String loop) throws Exception {
    List<String> output = run(loop);
    long[] numbers = Stream.of(output.getLast().split(" ")).mapToLong(Long::parseLong).toArray();
    assertTrue(numbers[1] <= numbers[0] + SLACK, output.getLast());
    assertTrue(numbers[2] <= numbers[3], output.getLast());
  }

  private static List<String> run(String loop) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dgradsmith.memory.budget=512m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                SteadyLoops.class.getName(),
                loop)
            .redirectErrorStream(true)
            .start();
    List<String> output;
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      output = reader.lines().toList();
    }
    assertEquals(0, process.waitFor(), String.join("\n", output));
    return output;
  }
}
