/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.nn.io.Safetensors;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner on a directory with one op of three samples. */
class ConformanceTest {
  private static final String SAMPLE =
      """
      {"id":"%s","op":"exp","dtype":"float64",
       "args":[{"tensor":"s0/in/0","dtype":"float64","shape":[2],"strides":[2],"requires_grad":true}],
       "kwargs":{%s},"out_kind":"tensor",
       "outputs":[{"tensor":"%s","dtype":"float64","shape":[2],"differentiable":true}],
       "has":["grad"],"tags":[],"tolerance":{"rtol":1e-12,"atol":0}}
      """;

  @TempDir private Path directory;

  private void write(String op, String... samples) throws IOException {
    Files.writeString(
        directory.resolve("x.json"),
        """
        {"op":"%s","family":"f","signature":"","safetensors":"x","samples":[%s]}
        """
            .formatted(op, String.join(",", samples)));
    double[] values = {Math.exp(0.5), Math.exp(-1)};
    Safetensors.save(
        directory.resolve("x.safetensors"),
        Map.of(
            "s0/in/0", Tensor.of(new double[] {0.5, -1}),
            "s0/out/0", Tensor.of(values),
            "s0/cot/0", Tensor.of(new double[] {1, 2}),
            "s0/grad/0", Tensor.of(new double[] {values[0], 2 * values[1]}),
            "wrong", Tensor.of(new double[] {values[0], 7})));
  }

  private Report run(StringWriter text) {
    PrintWriter out = new PrintWriter(text);
    Report report = new Conformance().run(directory, Optional.empty(), out);
    report.printSummary(out);
    return report;
  }

  @Test
  void countsWhatPassedAndSaysWhatFailed() throws IOException {
    write(
        "exp",
        SAMPLE.formatted("s0", "", "s0/out/0"),
        SAMPLE.formatted("s0", "", "wrong"),
        SAMPLE.formatted("s0", "\"base\":2", "s0/out/0"));
    StringWriter text = new StringWriter();
    Report report = run(text);
    assertEquals(1, report.passed());
    assertEquals(2, report.failed());
    assertTrue(text.toString().contains("argument 'base' was not used"), text.toString());
    assertTrue(text.toString().contains("1 of 2 elements differ, element 1 is"), text.toString());
    assertTrue(
        text.toString().strip().endsWith("ops 1, samples 3, passed 1, failed 2, skipped 0"),
        text.toString());
  }

  @Test
  void anOpThatIsNotThereIsSkippedByName() throws IOException {
    write("no_such_op", SAMPLE.formatted("s0", "", "s0/out/0"));
    StringWriter text = new StringWriter();
    assertEquals(1, run(text).skipped());
    assertTrue(text.toString().contains("Not in the library: no_such_op"), text.toString());
  }

  @Test
  void brokenDataIsNamed() throws IOException {
    assertMessage("holds no samples");
    Files.writeString(directory.resolve("x.json"), "{");
    assertMessage("x.json is no valid JSON");
    Files.writeString(directory.resolve("x.json"), "{\"op\":\"exp\",\"samples\":[]}");
    assertMessage("'safetensors' is missing");
    write("exp", SAMPLE.formatted("s0", "", "nowhere"));
    assertMessage("tensor 'nowhere' is not in the .safetensors file");
  }

  private void assertMessage(String part) {
    ConformanceException e =
        assertThrows(ConformanceException.class, () -> run(new StringWriter()));
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }
}
