/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of kernels: {@code NAME.kernels} becomes {@code NAME.cu}, both beside this class. */
final class CudaWriterTest {
  private static final Map<String, List<String>> COMMENTS =
      Map.of(
          "biasRelu",
          List.of("LeNet.java:20  Tensor h = conv1.call(x).relu().maxPool2d(2);"),
          "biasReluBackward",
          List.of("Backward of", "LeNet.java:20  Tensor h = conv1.call(x).relu().maxPool2d(2);"),
          "sums",
          List.of("a comment that ends in a backslash \\", "and one \n of two lines"));

  static String resource(String name) {
    try (InputStream in = CudaWriterTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(String name) {
    List<KernelPlan> plans = KernelPlans.read(resource(name + ".kernels"));
    return CudaWriter.write(name + ": kernels of a test", plans, COMMENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BiasRelu", "Broadcast", "Spellings"})
  void writesTheGoldenText(String name) throws IOException {
    String text = write(name);
    if (Boolean.getBoolean("golden.update")) {
      Path directory = Path.of("src/test/resources", getClass().getPackageName().replace('.', '/'));
      Files.writeString(directory.resolve(name + ".cu"), text);
    } else {
      assertEquals(resource(name + ".cu"), text, "-Dgolden.update=true rewrites " + name + ".cu");
    }
  }

  @Tag("nvcc")
  @ParameterizedTest
  @CsvSource({
    "BiasRelu, sm_80, float, unsigned int",
    "BiasRelu, sm_90, float, unsigned int",
    "BiasRelu, sm_90, double, unsigned long long",
    "Broadcast, sm_80, float, unsigned int",
    "Broadcast, sm_90, double, unsigned long long",
    "Spellings, sm_90, float, unsigned int",
    "Spellings, sm_80, double, unsigned long long"
  })
  void compilesForEveryArchitecture(
      String name, String architecture, String scalar, String index, @TempDir Path directory)
      throws IOException {
    Toolchain nvcc = new Toolchain("nvcc");
    nvcc.assumePresent("the kernels are not compiled for " + architecture);
    Files.writeString(directory.resolve("kernels.cu"), write(name));
    nvcc.compileKernels(directory, architecture, scalar, index);
  }

  @Test
  void sharedPartsAreThereWhereTheyAreUsed() {
    KernelPlan constant =
        KernelPlans.read(resource("Spellings.kernels")).stream()
            .filter(plan -> plan.name().equals("constant"))
            .findFirst()
            .orElseThrow();
    String text = CudaWriter.write("constant", List.of(constant), Map.of());
    assertFalse(text.contains("Walk"), text);
    assertFalse(text.contains("blockSum"), text);
  }

  @Test
  void symbolsAvoidWordsOfCuda() {
    assertEquals("biasRelu", CudaWriter.symbol("biasRelu"));
    assertEquals("exp_", CudaWriter.symbol("exp"));
    assertEquals("erfinv_", CudaWriter.symbol("erfinv"));
    assertEquals("expf_", CudaWriter.symbol("expf"));
    assertEquals("unsigned_", CudaWriter.symbol("unsigned"));
    assertEquals("INDEX_", CudaWriter.symbol("INDEX"));
  }

  @Test
  void symbolsDiffer() {
    List<KernelPlan> plans =
        KernelPlans.read(
            """
            gradsmith-kernels 1

            kernel exp(x: full)
              y: full = exp(x)

            kernel exp_(x: full)
              y: full = exp(x)
            """);
    assertEquals(
        "two kernels are named 'exp_' in CUDA C",
        assertThrows(
                IllegalArgumentException.class, () -> CudaWriter.write("title", plans, Map.of()))
            .getMessage());
  }
}
