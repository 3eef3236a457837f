/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A block that one thread cuts into small storages, which all hold it. The garbage collector looks
 * at one reference per chunk instead of one per storage: for a tensor of one element that reference
 * costs more than the op. The block comes back when none of its storages is in use any more.
 */
final class Chunk {
  /**
   * Two kinds of chunks. A storage that lives long keeps its chunk, so chunks are not large: a
   * chunk has room for sixteen of its largest storages, and for eight times as many of its
   * smallest.
   */
  enum Kind {
    SMALL(512),
    MEDIUM(4 << 10);

    private static final int PARTS = 16;

    private final int largest;

    Kind(int largest) {
      this.largest = largest;
    }

    /** Bytes of a chunk. */
    int size() {
      return PARTS * largest;
    }

    /** The chunks that such storages are cut from; null if they are too large for any. */
    static @Nullable Kind of(long byteSize) {
      return byteSize > MEDIUM.largest ? null : byteSize > SMALL.largest ? MEDIUM : SMALL;
    }
  }

  private static final int GRAIN = 64;

  /** How much of a chunk is in use; outlives the chunk. */
  static final class Use {
    private static final AtomicIntegerFieldUpdater<Use> RETURNED =
        AtomicIntegerFieldUpdater.newUpdater(Use.class, "returned");
    private static final AtomicIntegerFieldUpdater<Use> RETURNS =
        AtomicIntegerFieldUpdater.newUpdater(Use.class, "returns");
    private static final AtomicIntegerFieldUpdater<Use> CUT =
        AtomicIntegerFieldUpdater.newUpdater(Use.class, "cut");
    private static final AtomicIntegerFieldUpdater<Use> CUTS =
        AtomicIntegerFieldUpdater.newUpdater(Use.class, "cuts");

    private volatile int cut;
    private volatile int cuts;
    private volatile int returned;
    private volatile int returns;

    /** Bytes that storages hold. */
    int byteSize() {
      return cut - returned;
    }

    int storages() {
      return cuts - returns;
    }
  }

  private final MemorySegment segment;
  private final Thread owner;
  private final Use use;
  private @Nullable Lease lease;
  private int next;
  private int cuts;
  private volatile boolean sealed;

  Chunk(MemorySegment segment, Use use) {
    this.segment = segment;
    this.owner = Thread.currentThread();
    this.use = use;
  }

  void leased(Lease given) {
    lease = given;
  }

  /** A piece for the thread that made this chunk; null if the rest is too small, or sealed. */
  @Nullable Storage cut(int byteSize) {
    int size = size(byteSize);
    if (sealed || next + size > segment.byteSize()) {
      return null;
    }
    Storage storage = new Storage(segment.asSlice(next, byteSize), this, next);
    next += size;
    count(1);
    return storage;
  }

  private void count(int change) {
    cuts += change;
    // one thread writes; others read what is a little old, without a fence here
    Use.CUT.lazySet(use, next);
    Use.CUTS.lazySet(use, cuts);
  }

  /** No more pieces will be cut. */
  void seal() {
    sealed = true;
    endIfUnused();
  }

  /** A piece is not used any more. */
  void takeBack(int at, int byteSize) {
    int size = size(byteSize);
    if (!sealed && owner.equals(Thread.currentThread()) && at + size == next) {
      next = at; // the last piece: handed out again at once
      count(-1);
      return;
    }
    Use.RETURNED.addAndGet(use, size);
    Use.RETURNS.incrementAndGet(use);
    endIfUnused();
  }

  private void endIfUnused() {
    Lease given = lease;
    if (sealed && given != null && use.storages() == 0) {
      given.end();
    }
  }

  private static int size(int byteSize) {
    return (Math.max(byteSize, 1) + GRAIN - 1) & -GRAIN;
  }
}
