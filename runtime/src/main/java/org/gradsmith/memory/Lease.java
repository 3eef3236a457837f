/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Brings a block back to its allocator, once: when told to, or when its holder is unreachable. */
final class Lease extends PhantomReference<Object> {
  private final Allocator allocator;
  private final Block block;
  private final Chunk.@Nullable Use use;
  private volatile @Nullable Site site;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * A lease.
   *
   * @param holder the storage, or the chunk that storages are cut from
   * @param use what is used of the chunk, if it is one
   */
  Lease(
      Object holder,
      ReferenceQueue<Object> queue,
      Allocator allocator,
      Block block,
      Chunk.@Nullable Use use) {
    super(holder, queue);
    this.allocator = allocator;
    this.block = block;
    this.use = use;
  }

  Block block() {
    return block;
  }

  /** Bytes of the block that storages hold. */
  long used() {
    return use == null ? block.byteSize() : use.byteSize();
  }

  /** Storages in the block. */
  int storages() {
    return use == null ? 1 : use.storages();
  }

  /** Where the storage was made, if that was noted. */
  @Nullable Site site() {
    return site;
  }

  void site(Site made) {
    site = made;
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      clear();
      allocator.takeBack(this);
    }
  }
}
