/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.junit.jupiter.api.Test;

class CudaDeviceTest {
  @Test
  void withoutAGpuOpeningItSaysWhy() {
    GpuProbe probe = GpuProbe.run();
    assumeFalse(probe.found(), "skipped: there is a GPU");
    CudaException e = assertThrows(CudaException.class, CudaDevice::open);
    assertEquals("there is no GPU to open: " + probe.text(), e.getMessage());
  }

  @Test
  void aKernelRunsAndItsArgumentsAreChecked() {
    GpuProbe probe = GpuProbe.run();
    assumeTrue(probe.found(), "skipped: no GPU: " + probe.text());
    assumeTrue(NvrtcCompiler.instance().isAvailable(), NvrtcCompiler.instance().description());
    KernelPlan plan =
        KernelPlans.read(
                """
                gradsmith-kernels 2

                kernel scale(x: full, s: scalar)
                  y: full = mul(x, s)
                """)
            .getFirst();
    CudaVariant variant = CudaVariant.of(plan);
    String text = CudaWriter.write("scale", List.of(plan), Map.of());
    CudaTypes types = new CudaTypes(DType.FLOAT32, false);
    try (Arena arena = Arena.ofConfined();
        CudaDevice device = CudaDevice.open();
        CudaProgram program =
            CudaProgram.compile(device, "scale.cu", text, types, List.of(variant));
        DeviceMemory x = device.copyOf(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3));
        DeviceMemory s = device.copyOf(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 2));
        DeviceMemory y = device.allocate(3 * Float.BYTES)) {
      assertTrue(device.architecture().startsWith("sm_"), device.architecture());
      program.launch(variant, 1, 1, 3, List.of(y), List.of(x, s));
      MemorySegment result = arena.allocate(ValueLayout.JAVA_FLOAT, 3);
      y.copyTo(result);
      assertEquals(6f, result.getAtIndex(ValueLayout.JAVA_FLOAT, 2));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> program.launch(variant, 1, 1, 4, List.of(y), List.of(x, s)));
      assertEquals("'y' of kernel 'scale' needs 16 bytes, but has 12", e.getMessage());
    }
  }
}
