/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.function.Consumer;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.GpuProbe;
import org.jspecify.annotations.Nullable;

/** The GPU of this process, as foreign kernels use it: one call after the other. */
final class Gpu {
  private static final GpuProbe PROBE = GpuProbe.run();
  private static final Object LOCK = new Object();

  private static @Nullable CudaDevice device;

  private Gpu() {}

  static boolean isThere() {
    return PROBE.found();
  }

  /** Its name; or why there is none, in a few words. */
  static String text() {
    return PROBE.text();
  }

  /**
   * Uses the device, which stays open; nobody else does meanwhile.
   *
   * @throws org.gradsmith.backend.cuda.CudaException if it cannot be opened, or fails
   */
  static void use(Consumer<CudaDevice> action) {
    synchronized (LOCK) {
      CudaDevice opened = device;
      if (opened == null) {
        opened = CudaDevice.open();
        device = opened;
      }
      opened.makeCurrent();
      action.accept(opened);
    }
  }
}
