/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.backend.Backend;
import org.gradsmith.backend.cpu.CpuBackend;
import org.gradsmith.backend.cuda.GpuProbe;

/** Where tensors lie and ops run. */
public final class Device {
  /** The processor. */
  public static final Device CPU = new Device("cpu", "");

  private final String name;
  private final String reason;

  private Device(String name, String reason) {
    this.name = name;
    this.reason = reason;
  }

  /** The fastest device that can be used here. */
  public static Device best() {
    return BestDevice.DEVICE;
  }

  /** {@code cpu}. */
  public String name() {
    return name;
  }

  /** Why this device was chosen, where {@link #best} chose it; else empty. */
  public String reason() {
    return reason;
  }

  /** Who executes ops on this device. */
  public Backend backend() {
    return CpuBackend.instance();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Device device && device.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** {@code cpu}, or {@code cpu (no GPU: no libcuda.so.1)} where {@link #best} chose it. */
  @Override
  public String toString() {
    return reason.isEmpty() ? name : name + " (" + reason + ")";
  }

  /** Looks for a GPU once, when first asked. */
  private static final class BestDevice {
    static final Device DEVICE = new Device("cpu", reason(GpuProbe.run()));

    private static String reason(GpuProbe probe) {
      return probe.found()
          ? "the GPU " + probe.text() + " is there, but nothing runs on GPUs yet"
          : "no GPU: " + probe.text();
    }
  }
}
