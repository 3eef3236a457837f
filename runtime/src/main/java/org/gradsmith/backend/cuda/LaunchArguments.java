/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel is launched with, as the driver takes it: an array with the address of each
 * argument's value. JCuda passes a buffer of addresses on as it is; its nested pointers cost ten
 * times as much a launch.
 */
public final class LaunchArguments {
  private final MemorySegment values;
  private final MemorySegment addresses;
  private int count;

  /** Room for so many arguments. */
  public LaunchArguments(Arena arena, int capacity) {
    values = arena.allocate(ValueLayout.JAVA_LONG, capacity);
    addresses = arena.allocate(ValueLayout.JAVA_LONG, capacity);
  }

  /** Adds a pointer; null is a null pointer. */
  public LaunchArguments pointer(@Nullable DeviceMemory memory) {
    values.setAtIndex(ValueLayout.JAVA_LONG, count, memory == null ? 0 : memory.address());
    return added();
  }

  /** Adds a number of 32 or 64 bits; for {@code float} and {@code double}, its bits. */
  public LaunchArguments number(long value, boolean wide) {
    if (wide) {
      values.setAtIndex(ValueLayout.JAVA_LONG, count, value);
    } else {
      values.set(ValueLayout.JAVA_INT, (long) count * Long.BYTES, (int) value);
    }
    return added();
  }

  private LaunchArguments added() {
    long address = values.address() + (long) count * Long.BYTES;
    addresses.setAtIndex(ValueLayout.JAVA_LONG, count++, address);
    return this;
  }

  Pointer toPointer() {
    return Pointer.to(addresses.asByteBuffer().order(ByteOrder.nativeOrder()));
  }
}
