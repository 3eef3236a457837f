/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Brings a block back to its allocator, once: when told to, or when its storage is unreachable. */
final class Lease extends PhantomReference<Storage> {
  private final Allocator allocator;
  private final Block block;
  private final AtomicBoolean ended = new AtomicBoolean();

  Lease(Storage storage, ReferenceQueue<Object> queue, Allocator allocator, Block block) {
    super(storage, queue);
    this.allocator = allocator;
    this.block = block;
  }

  Block block() {
    return block;
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      clear();
      allocator.takeBack(this);
    }
  }
}
