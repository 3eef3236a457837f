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
 * <p>Such a segment takes native access. Where that is not enabled, loops go through the operands'
 * segments, and places are offsets in them.
 */
public final class NativeMemory {
  /** Whether loops see memory by address. */
  static final boolean BY_ADDRESS = NativeMemory.class.getModule().isNativeAccessEnabled();

  /** Everything, by address. Checks nothing but that an address is not negative. */
  @SuppressWarnings("restricted") // native access was checked before
  public static final MemorySegment ALL =
      BY_ADDRESS ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE) : MemorySegment.NULL;

  private NativeMemory() {}

  /**
   * The {@link #address} of an operand that is written.
   *
   * @throws UnsupportedOperationException if the segment is for reading only
   */
  public static long addressToWrite(
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
    return address(segment, offset, rows, rowStride, columns, columnStride, size);
  }

  /**
   * Where an operand's first element lies: its address, or, without native access, its offset in
   * the segment, in bytes. The segment must stay reachable while the address is used.
   *
   * @param offset of the first element, in elements, as are the strides
   * @param size bytes of an element
   * @throws IndexOutOfBoundsException if an element that rows and columns lead to lies outside of
   *     the segment
   * @throws IllegalArgumentException if the segment lies in the heap
   * @throws IllegalStateException if its memory was given back
   */
  public static long address(
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
    if (!segment.isNative()) {
      throw new IllegalArgumentException("loops work on memory outside of the heap");
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
    return base(segment) + offset * size;
  }

  /** Where a segment begins: its address, or 0 without native access. */
  static long base(MemorySegment segment) {
    return BY_ADDRESS ? segment.address() : 0;
  }
}
