/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Memory that a loop needs while it runs. Each thread keeps what it gave back: mapping new pages,
 * and setting them to zero, takes longer than a small kernel. What it holds at first is not said.
 */
final class Scratch implements AutoCloseable {
  /** Bytes of a kept piece. What is larger is new each time, and costs less than its use. */
  private static final long KEPT = 1 << 19;

  /** Bytes of the longest vector. */
  private static final long ALIGNMENT = 64;

  private static final ThreadLocal<ArrayDeque<MemorySegment>> FREE =
      ThreadLocal.withInitial(ArrayDeque::new);

  private final @Nullable Arena arena;
  private final MemorySegment memory;

  private Scratch(@Nullable Arena arena, MemorySegment memory) {
    this.arena = arena;
    this.memory = memory;
  }

  /** Takes memory until it is closed, which the same thread must do. */
  static Scratch take(long bytes) {
    if (bytes == 0) {
      return new Scratch(null, MemorySegment.NULL);
    }
    if (bytes > KEPT) {
      Arena arena = Arena.ofConfined();
      return new Scratch(arena, arena.allocate(bytes, ALIGNMENT));
    }
    MemorySegment kept = FREE.get().poll();
    return new Scratch(null, kept == null ? Arena.ofAuto().allocate(KEPT, ALIGNMENT) : kept);
  }

  /** At least as many bytes as were asked for. */
  MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    } else if (memory.byteSize() > 0) {
      FREE.get().push(memory);
    }
  }
}
