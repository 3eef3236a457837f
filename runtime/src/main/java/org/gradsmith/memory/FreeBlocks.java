/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Blocks that nobody uses, by size; the one used last is handed out first. */
final class FreeBlocks {
  private final Stack[] stacks = new Stack[SizeClasses.COUNT];
  private final AtomicLong byteSize = new AtomicLong();

  FreeBlocks() {
    for (int i = 0; i < stacks.length; i++) {
      stacks[i] = new Stack();
    }
  }

  long byteSize() {
    return byteSize.get();
  }

  @Nullable Block take(int sizeClass) {
    Block block = stacks[sizeClass].take();
    if (block != null) {
      byteSize.addAndGet(-block.byteSize());
    }
    return block;
  }

  void put(Block block) {
    byteSize.addAndGet(block.byteSize());
    stacks[block.sizeClass()].put(block);
  }

  /** Frees blocks, the largest first, until so many bytes are free or none is left. */
  void trim(long bytes) {
    long rest = bytes;
    for (int i = stacks.length - 1; i >= 0 && rest > 0; i--) {
      for (Block block = stacks[i].takeFreeable();
          block != null;
          block = rest > 0 ? stacks[i].takeFreeable() : null) {
        byteSize.addAndGet(-block.byteSize());
        rest -= block.byteSize();
        if (block.arena() != null) {
          block.arena().close();
        }
      }
    }
  }

  /** The blocks of one size. */
  private static final class Stack {
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();

    synchronized @Nullable Block take() {
      return blocks.pollFirst();
    }

    synchronized void put(Block block) {
      blocks.addFirst(block);
    }

    /** The block that was not used for the longest time, if blocks of this size can be freed. */
    synchronized @Nullable Block takeFreeable() {
      Block last = blocks.peekLast();
      return last == null || last.arena() == null ? null : blocks.pollLast();
    }
  }
}
