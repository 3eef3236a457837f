/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Memory outside of the heap as loops see it: by address, in one segment that holds everything.
 * Through the segment of each operand, the compiler reads bounds, kind and owner of it again at
 * each element, for it cannot know that what is written is not one of these; of a constant it knows
 * them. So bounds are checked once, before a loop begins.
 *
 * <p>Such a segment takes native access. Where that is not enabled, and for arrays in the heap,
 * loops go through the operands' segments, and places are offsets in them.
 */
public final class NativeMemory {
  /** Whether loops can see memory by address: whether native access is enabled. */
  public static final boolean BY_ADDRESS = NativeMemory.class.getModule().isNativeAccessEnabled();

  /** Everything, by address. Checks nothing but that an address is not negative. */
  @SuppressWarnings("restricted") // native access was checked before
  public static final MemorySegment ALL =
      BY_ADDRESS ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE) : MemorySegment.NULL;

  private NativeMemory() {}

  /**
   * Where the first element of an operand that is written lies, as {@link #place} says it.
   *
   * @throws UnsupportedOperationException if the segment is for reading only
   */
  public static long placeToWrite(
      boolean byAddress,
      MemorySegment segment,
      long offset,
      long rows,
      long rowStride,
      long columns,
      long columnStride,
      long size) {
    if (segment.isReadOnly()) {
      throw new UnsupportedOperationException("the memory of a result is for reading only");
    }
    return place(byAddress, segment, offset, rows, rowStride, columns, columnStride, size);
  }

  /**
   * Where an operand's first element lies: its address, or its offset in the segment, in bytes. The
   * segment must stay reachable while the address is used.
   *
   * @param offset of the first element, in elements, as are the strides
   * @param size bytes of an element
   * @throws IndexOutOfBoundsException if an element that rows and columns lead to lies outside of
   *     the segment
   * @throws ArithmeticException if rows and columns lead further than numbers reach
   * @throws IllegalArgumentException if the address of a segment in the heap is asked for
   * @throws IllegalStateException if its memory was given back
   */
  public static long place(
      boolean byAddress,
      MemorySegment segment,
      long offset,
      long rows,
      long rowStride,
      long columns,
      long columnStride,
      long size) {
    if (rows <= 0 || columns <= 0) {
      return 0;
    }
    if (byAddress && !segment.isNative()) {
      throw new IllegalArgumentException("memory in the heap has no address");
    }
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("the memory of an operand was given back");
    }
    long down = Math.multiplyExact(rows - 1, rowStride);
    long along = Math.multiplyExact(columns - 1, columnStride);
    long first = Math.addExact(offset, Math.addExact(Math.min(down, 0), Math.min(along, 0)));
    long last = Math.addExact(offset, Math.addExact(Math.max(down, 0), Math.max(along, 0)));
    Objects.checkFromToIndex(
        Math.multiplyExact(first, size),
        Math.multiplyExact(Math.addExact(last, 1), size),
        segment.byteSize());
    return base(byAddress, segment) + offset * size;
  }

  /** Where a segment begins: its address, or 0. */
  static long base(boolean byAddress, MemorySegment segment) {
    return byAddress ? segment.address() : 0;
  }
}
