/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Memory for large storages in pages of 2 MiB, which Linux gives on request: a pass over ten
 * million elements otherwise waits for the address translation of ten thousand small pages.
 */
final class HugePages {
  /** Storages of at least this many bytes are worth it. */
  static final long SMALLEST = 4L << 20;

  private static final long PAGE = 2L << 20;
  private static final int READ_AND_WRITE = 3;
  private static final int PRIVATE_AND_ANONYMOUS = 0x22;
  private static final int MADV_HUGEPAGE = 14;

  private static final @Nullable HugePages SYSTEM = find();

  private final MethodHandle mmap;
  private final MethodHandle madvise;
  private final MethodHandle munmap;

  private HugePages(MethodHandle mmap, MethodHandle madvise, MethodHandle munmap) {
    this.mmap = mmap;
    this.madvise = madvise;
    this.munmap = munmap;
  }

  private static @Nullable HugePages find() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
      return null; // the constants above are those of Linux
    }
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    ValueLayout.OfInt number = ValueLayout.JAVA_INT;
    Optional<MethodHandle> mmap =
        function("mmap", FunctionDescriptor.of(word, word, word, number, number, number, word));
    Optional<MethodHandle> madvise =
        function("madvise", FunctionDescriptor.of(number, word, word, number));
    Optional<MethodHandle> munmap = function("munmap", FunctionDescriptor.of(number, word, word));
    return mmap.isPresent() && madvise.isPresent() && munmap.isPresent()
        ? new HugePages(mmap.get(), madvise.get(), munmap.get())
        : null;
  }

  @SuppressWarnings("restricted") // three calls of the system, declared above as its manual does
  private static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, descriptor));
  }

  /**
   * Zeroed memory, given back when the arena is closed.
   *
   * @return null where the system has no such pages or no memory
   */
  static @Nullable MemorySegment allocate(long size, Arena arena) {
    HugePages system = SYSTEM;
    return system == null || size < SMALLEST ? null : system.map(size, arena);
  }

  @SuppressWarnings("restricted") // the memory is as long as what was asked for
  private @Nullable MemorySegment map(long size, Arena arena) {
    long span = Math.addExact(size, PAGE); // room to start at a multiple of a page
    long start = call(mmap, 0L, span, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
    if (start == -1) {
      return null;
    }
    long aligned = Math.ceilDiv(start, PAGE) * PAGE;
    // A refusal costs speed only.
    long _ = call(madvise, aligned, size / PAGE * PAGE, MADV_HUGEPAGE);
    return MemorySegment.ofAddress(aligned)
        .reinterpret(size, arena, _ -> call(munmap, start, span));
  }

  private static long call(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).longValue();
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the system failed", e);
    }
  }
}
