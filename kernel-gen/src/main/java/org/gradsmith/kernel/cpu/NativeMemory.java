/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Memory outside of the heap as loops see it: by address, in one segment that holds everything.
 * Through the segment of each operand, the compiler would read bounds, kind and owner of it again
 * at each element, for it cannot know that what is written is not one of these; of a constant it
 * knows them. So bounds are checked once, before a loop begins.
 */
public final class NativeMemory {
  /** Everything, by address. Checks nothing but that an address is not negative. */
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

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
   * The address of an operand's first element. The segment must stay reachable while the address is
   * used.
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
    return segment.address() + offset * size;
  }
}
