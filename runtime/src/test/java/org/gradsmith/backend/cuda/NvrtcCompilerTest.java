/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NvrtcCompilerTest {
  private static final String SCALE =
      """
      extern "C" __global__ void scale(float* x, float factor, long long n) {
        long long i = blockIdx.x * (long long) blockDim.x + threadIdx.x;
        if (i < n) x[i] *= factor;
      }
      """;

  @Test
  void sayingWhyItIsMissingTakesOneSentence() {
    String description = NvrtcCompiler.instance().description();
    assertEquals(1, description.lines().count(), description);
    if (!NvrtcCompiler.instance().isAvailable()) {
      assertTrue(description.startsWith("NVRTC cannot be used: "), description);
      assertThrows(
          IllegalStateException.class,
          () -> NvrtcCompiler.instance().compile("scale.cu", SCALE, "sm_90", List.of()));
    }
  }

  @Test
  void kernelsBecomeCubinsAndPtx() {
    NvrtcCompiler nvrtc = NvrtcCompiler.instance();
    assumeTrue(nvrtc.isAvailable(), nvrtc.description());
    byte[] cubin = nvrtc.compile("scale.cu", SCALE, "sm_90", List.of());
    assertEquals("\u007fELF", new String(cubin, 0, 4, StandardCharsets.ISO_8859_1));
    String ptx =
        new String(
            nvrtc.compile("scale.cu", SCALE, "compute_80", List.of()), StandardCharsets.UTF_8);
    assertTrue(ptx.contains(".visible .entry scale("), ptx);
  }

  @Test
  void errorsAreReportedWithTheLine() {
    NvrtcCompiler nvrtc = NvrtcCompiler.instance();
    assumeTrue(nvrtc.isAvailable(), nvrtc.description());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                nvrtc.compile(
                    "wrong.cu", "__global__ void f() { int x = y; }", "sm_90", List.of()));
    assertTrue(String.valueOf(e.getMessage()).contains("wrong.cu(1)"), e.getMessage());
  }
}
