/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.gradsmith.samples.gpu.GpuOnCpu.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradsmith.samples.gpu.GpuOnCpu.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of gpu-verify, through JCuda, with libraries in place of CUDA's: NVRTC 13, for
 * which JCuda's own library has to be changed, and a driver that ends the process where a kernel
 * leaves its memory.
 */
@Tag("gxx")
final class GpuVerificationTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    GpuOnCpu.assumePossible();
    GpuOnCpu.build(folder);
  }

  private static Outcome verify(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("gpu-verify"));
    line.addAll(List.of(arguments));
    return GpuOnCpu.gradsmith(folder, environment, line);
  }

  @Test
  void compiledMethodsAgreeAndTheirSpeedIsMeasured() throws IOException, InterruptedException {
    Outcome outcome =
        verify(
            Map.of(),
            "--only",
            "SwiGlu",
            "--shapes",
            "5",
            "--rows",
            "1",
            "--python",
            "",
            "--out",
            "swiglu");
    assertSays(
        outcome,
        0,
        "card: CPU in place of a GPU",
        "compiler: NVRTC 13.0",
        "SwiGlu__AD.cu: 2 kernels, 6 rounds, 0 wrong",
        "d swiglu f+b, 1024 elements: ",
        "all kernels agree; swiglu has the results");
    String page = Files.readString(folder.resolve("swiglu/gpu-results.md"));
    assertTrue(
        page.startsWith("## CPU in place of a GPU, driver release unknown, CUDA 13.0, 20"), page);
    assertTrue(page.contains("| b softmax | fwd | 1024 |  |"), page);
    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("swiglu/gpu-results.json")))
            .getAsJsonObject();
    assertTrue(json.get("agrees").getAsBoolean());
    assertEquals(2, json.getAsJsonArray("families").size());
  }

  /** All row kernels, from one column to rows of 1000, and the speed of two workloads. */
  @Test
  void rowKernelsAgreeAndTheirSpeedIsMeasured() throws IOException, InterruptedException {
    Outcome outcome =
        verify(
            Map.of(),
            "--only",
            "row ops",
            "--shapes",
            "8",
            "--rows",
            "1",
            "--python",
            "",
            "--out",
            "rows");
    assertSays(
        outcome,
        0,
        "row ops: 19 kernels, 4 rounds, 0 wrong",
        "b softmax bwd, 1024 elements: ",
        "c layernorm f+b, 1024 elements: ",
        "all kernels agree; rows has the results");
    String page = Files.readString(folder.resolve("rows/gpu-results.md"));
    assertTrue(page.contains("| rows of the table | float32 | 38 | 304 | "), page);
    assertTrue(page.contains("| rows of the table | float64 | 38 | 304 | "), page);
    assertTrue(page.matches("(?s).*\\| c layernorm \\| bwd \\| 1024 \\| [0-9.]+ \\|.*"), page);
    JsonObject json =
        JsonParser.parseString(Files.readString(folder.resolve("rows/gpu-results.json")))
            .getAsJsonObject();
    assertEquals(2, json.getAsJsonArray("families").size());
    assertEquals(7, json.getAsJsonArray("rates").size(), "a copy and three of each workload");
  }

  /**
   * Those of compiled methods: as their texts have them, then with inputs by column and by row. The
   * longest rows are more than shared memory keeps.
   */
  @Test
  void fusedRowsAgreeInAllLayouts() throws IOException, InterruptedException {
    Outcome outcome = verify(Map.of(), "--only", "AD.cu, rows", "--rows", "0", "--out", "fused");
    assertSays(
        outcome,
        0,
        "MaskedSoftmax__AD.cu, rows: 2 kernels, 6 rounds, 0 wrong",
        "RootMeanSquareNorm__AD.cu, rows: 2 kernels, 6 rounds, 0 wrong",
        "LogPartition__AD.cu, rows: 2 kernels, 6 rounds, 0 wrong",
        "all kernels agree; fused has the results");
    String page = Files.readString(folder.resolve("fused/gpu-results.md"));
    assertTrue(page.contains("| rows of compiled methods | float32 | "), page);
    assertTrue(page.contains("| rows of compiled methods | float64 | "), page);
  }

  private void assertFindsAWrongBit(String only, String where)
      throws IOException, InterruptedException {
    Map<String, String> flips = Map.of("DRIVER_ON_CPU_FLIPS_A_BIT", "yes");
    String[] little = {"--only", only, "--shapes", "3", "--rounds", "1", "--rows", "0"};
    assertSays(verify(flips, little), 1, where, "NOT all kernels agree");
  }

  @Test
  void aWrongBitOfAFusedRowIsFoundToo() throws IOException, InterruptedException {
    assertFindsAWrongBit(
        "MaskedSoftmax__AD.cu, rows",
        "kernel mulScalarAddSoftmax in float32 over (7, 31), seed 2: output 'out', element 216: the GPU"
            + " gave ");
  }

  @Test
  void aSecondProcessFindsWhatTheFirstOneCompiled() throws IOException, InterruptedException {
    Map<String, String> caches = Map.of("XDG_CACHE_HOME", folder.resolve("own").toString());
    String[] little = {"--only", "ReLU__AD", "--shapes", "1", "--rounds", "2", "--rows", "0"};
    String place = " from the cache in " + folder.resolve("own").resolve("gradsmith");
    assertSays(verify(caches, little), 0, "texts of kernels: 2 compiled, 0" + place);
    assertSays(verify(caches, little), 0, "texts of kernels: 0 compiled, 2" + place);
  }

  @Test
  void aWrongBitOfARowIsFoundToo() throws IOException, InterruptedException {
    assertFindsAWrongBit(
        "row ops",
        "kernel sumDim in float32 over (7, 1), seed 1: output 'y', element 6: the GPU gave ");
  }

  @Test
  void sumsAndRandomExpressionsAgree() throws IOException, InterruptedException {
    assertSays(
        verify(Map.of(), "--only", "random", "--random", "3", "--shapes", "4", "--rows", "0"),
        0,
        "random0 to random2: 3 kernels, 6 rounds, 0 wrong",
        "randomRows0 to randomRows0: 1 kernels, 6 rounds, 0 wrong");
  }

  @Test
  void aWrongBitIsFoundAndToldWithItsPlace() throws IOException, InterruptedException {
    Outcome outcome =
        verify(
            Map.of("DRIVER_ON_CPU_FLIPS_A_BIT", "yes"),
            "--only",
            "ReLU",
            "--shapes",
            "2",
            "--rounds",
            "1",
            "--rows",
            "0");
    assertSays(
        outcome,
        1,
        "kernel relu in float32 over (5, 7, 1), seed 1: output 'out', element 34: the GPU gave ",
        "NOT all kernels agree");
  }

  @Test
  void whatTheDriverRefusesIsToldWithItsSizes() throws IOException, InterruptedException {
    assertSays(
        verify(
            Map.of("DRIVER_ON_CPU_REFUSES_LAUNCHES", "yes"),
            "--only",
            "ReLU",
            "--shapes",
            "1",
            "--rounds",
            "1",
            "--rows",
            "0"),
        1,
        "cuLaunchKernel of 'relu' of ReLU__AD.cu over (1, 1, 1) in 1 blocks failed:"
            + " CUDA_ERROR_LAUNCH_FAILED (719), unspecified launch failure");
  }
}
