/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.gradsmith.samples.gpu.GpuOnCpu.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.backend.cuda.NvrtcCompiler;
import org.gradsmith.samples.foreign.Snake;
import org.gradsmith.samples.gpu.GpuOnCpu.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel of an op that is written by hand: compiled for real, and run on the CPU by g++. */
final class HandWrittenKernelTest {
  private static String source() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(Snake.class.getResourceAsStream(HandWrittenKernel.NAME))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Tag("gxx")
  @Test
  void itRunsInPlaceOfItsFormForTheCpu(@TempDir Path folder)
      throws IOException, InterruptedException {
    GpuOnCpu.assumePossible();
    GpuOnCpu.build(folder);
    assertSays(
        GpuOnCpu.gradsmith(folder, Map.of(), List.of("foreign")),
        0,
        "CUDA C: snake.cu, on the GPU CPU in place of a GPU",
        "  snake(x)    -1.0100  -0.5707   0.0000   2.4293   4.9900",
        "equal to the tape's");
    List<String> verify = List.of("gpu-verify", "--only", HandWrittenKernel.NAME, "--rows", "0");
    assertSays(
        GpuOnCpu.gradsmith(folder, Map.of(), verify),
        0,
        "snake.cu: 1 kernel, 0 wrong",
        "all kernels agree");
    assertSays(
        GpuOnCpu.gradsmith(folder, Map.of("DRIVER_ON_CPU_FLIPS_A_BIT", "yes"), verify),
        1,
        "snake.cu: differs from its formula by ",
        "NOT all kernels agree");
    assertSays(
        GpuOnCpu.gradsmith(folder, Map.of("DRIVER_ON_CPU_REFUSES_LAUNCHES", "yes"), verify),
        1,
        "snake.cu: snake(float64, result, long elements, double) -> float64 failed: cuLaunchKernel of 'snake' of"
            + " org/gradsmith/samples/foreign/snake.cu over [10007] in 40 blocks failed:"
            + " CUDA_ERROR_LAUNCH_FAILED (719), unspecified launch failure");
  }

  @Tag("gxx")
  @Test
  void argumentsOfAllKindsArriveAndErrorsNameTheSource(@TempDir Path folder)
      throws IOException, InterruptedException {
    GpuOnCpu.assumePossible();
    GpuOnCpu.build(folder);
    assertSays(
        GpuOnCpu.program(HandWrittenKernels.class, folder, Map.of(), List.of()),
        0,
        "tensor([11.5000, 23.0000, 10.5000, 22.0000, 11.0000, 22.5000])",
        "there: tensor([12., 25., 13., 26., 11., 24.])",
        "unrolled(float32, int64, result, long elements, int size, int, float) -> float32 failed:"
            + " cuModuleGetFunction 'unrolled', which unrolled.cu declares extern \"C\" __global__"
            + " if it has it, failed: CUDA_ERROR_NOT_FOUND (500)",
        "kernel 'rolled' does not compile for sm_90:\nNVRTC 13.0 says:",
        "was not declared in this scope");
  }

  @Tag("nvcc")
  @Test
  void nvccTakesItWithoutAWord(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(GpuOnCpu.isOnPath("nvcc"), "skipped: no nvcc on the PATH");
    Files.writeString(folder.resolve("snake.cu"), source());
    List<String> line =
        List.of("nvcc", "-cubin", "-arch=sm_90", "-Werror=all-warnings", "snake.cu");
    assertEquals(new Outcome(0, "", ""), GpuOnCpu.run(line, Map.of(), folder));
  }

  @Test
  void nvrtcTakesIt() throws IOException {
    NvrtcCompiler nvrtc = NvrtcCompiler.instance();
    assumeTrue(nvrtc.isAvailable(), nvrtc.description());
    byte[] cubin = nvrtc.compile(HandWrittenKernel.NAME, source(), "sm_80", List.of());
    assertNotEquals(0, cubin.length);
  }
}
