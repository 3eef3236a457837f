/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Asks the CUDA driver for a device, without loading a JCuda class: a failed initialiser of those
 * cannot be repeated in the same JVM.
 *
 * @param found whether there is a device
 * @param text the device's name; or why there is none, in a few words
 */
public record GpuProbe(boolean found, String text) {
  /** The driver's library. */
  static final String DRIVER =
      System.getProperty("os.name").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";

  private static final int NAME_LENGTH = 128;

  /** Looks for a device; takes some milliseconds. */
  public static GpuProbe run() {
    if (!GpuProbe.class.getModule().isNativeAccessEnabled()) {
      return new GpuProbe(
          false,
          "not looked for, as native access is not enabled (--enable-native-access=ALL-UNNAMED)");
    }
    try (Arena arena = Arena.ofConfined()) {
      return ask(library(), arena);
    } catch (Unusable e) {
      return new GpuProbe(false, e.reason);
    }
  }

  /** The driver answered with something other than a device. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    final String reason;

    Unusable(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  @SuppressWarnings("restricted") // native access was checked before
  private static SymbolLookup library() throws Unusable {
    try {
      return SymbolLookup.libraryLookup(DRIVER, Arena.global());
    } catch (IllegalArgumentException _) {
      throw new Unusable("no " + DRIVER);
    }
  }

  private static GpuProbe ask(SymbolLookup driver, Arena arena) throws Unusable {
    MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
    MemorySegment name = arena.allocate(NAME_LENGTH);
    call(driver, "cuInit", new MemoryLayout[] {ValueLayout.JAVA_INT}, 0);
    call(driver, "cuDeviceGetCount", new MemoryLayout[] {ValueLayout.ADDRESS}, number);
    if (number.get(ValueLayout.JAVA_INT, 0) == 0) {
      throw new Unusable("the driver knows no device");
    }
    MemoryLayout[] parameters = {ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT};
    call(driver, "cuDeviceGetName", parameters, name, NAME_LENGTH, 0);
    return new GpuProbe(true, name.getString(0));
  }

  @SuppressWarnings("restricted") // native access was checked before
  private static void call(
      SymbolLookup driver, String function, MemoryLayout[] parameters, Object... arguments)
      throws Unusable {
    MemorySegment symbol =
        driver.find(function).orElseThrow(() -> new Unusable(DRIVER + " has no " + function));
    MethodHandle handle =
        Linker.nativeLinker()
            .downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    try {
      int status = (int) handle.invokeWithArguments(arguments);
      if (status != 0) {
        throw new Unusable(function + " returned " + status);
      }
    } catch (Unusable e) {
      throw e;
    } catch (Throwable e) {
      throw new Unusable(function + " failed: " + e);
    }
  }
}
