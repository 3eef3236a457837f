/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A piece of memory that the allocator hands out, takes back and hands out again.
 *
 * @param segment its memory
 * @param sizeClass the index of its size in {@link SizeClasses}
 * @param arena what frees it; null for a part of a slab, which is never freed
 */
record Block(MemorySegment segment, int sizeClass, @Nullable Arena arena) {
  long byteSize() {
    return segment.byteSize();
  }
}
