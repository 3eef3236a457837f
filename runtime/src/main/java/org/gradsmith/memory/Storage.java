/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap memory, aligned to 64 bytes, that tensors look at. An unreachable storage gives its
 * memory back by itself; {@link #release} does so at once.
 *
 * <p>Whoever hands {@link #segment} to something that does not hold the storage keeps the storage
 * reachable meanwhile ({@link java.lang.ref.Reference#reachabilityFence}).
 */
public final class Storage {
  private static final String BEFORE = "was released before";
  private static final AtomicReferenceFieldUpdater<Storage, @Nullable String> RELEASED =
      AtomicReferenceFieldUpdater.newUpdater(Storage.class, String.class, "released");

  private final MemorySegment segment;
  private final @Nullable Chunk chunk;
  private final int place;
  private @Nullable Lease lease;
  private volatile @Nullable String released;

  Storage(MemorySegment segment) {
    this(segment, null, 0);
  }

  /** A piece of a chunk, from a place in it on. */
  Storage(MemorySegment segment, @Nullable Chunk chunk, int place) {
    this.segment = segment;
    this.chunk = chunk;
    this.place = place;
  }

  /** Memory whose content is not set, from the allocator of this process. */
  public static Storage allocate(long byteSize) {
    return Allocator.ofProcess().allocate(byteSize);
  }

  /** The memory of somebody else, who keeps it alive as long as the segment is reachable. */
  public static Storage wrap(MemorySegment segment) {
    return new Storage(segment);
  }

  /** No memory at all, for what is known of by its shape alone; errors say that it {@code how}. */
  public static Storage unreadable(String how) {
    Storage storage = new Storage(MemorySegment.NULL);
    storage.released = how;
    return storage;
  }

  void leased(Lease given) {
    lease = given;
  }

  /** Says which op's result lies here, for {@link MemoryReport}; costs nothing if nobody asks. */
  public void madeBy(String op) {
    Lease given = lease;
    Site site = given == null ? null : given.site();
    if (given != null && site != null) {
      given.site(new Site(op, site.line()));
    }
  }

  /** The memory; an error after {@link #release}. */
  public MemorySegment segment() {
    checkAlive();
    return segment;
  }

  /** Number of bytes that may be used. */
  public long byteSize() {
    return segment.byteSize();
  }

  /**
   * Gives the memory back at once; whoever still looks at it gets an error. Wrapped memory stays.
   */
  public void release() {
    release(BEFORE);
  }

  /** As {@link #release()}, with the words in which errors say when that was. */
  void release(String how) {
    if (!RELEASED.compareAndSet(this, null, how)) {
      return;
    }
    Lease given = lease;
    if (given != null) {
      given.end();
    } else if (chunk != null) {
      chunk.takeBack(place, (int) segment.byteSize());
    }
  }

  public boolean isReleased() {
    return released != null;
  }

  /** Fails if the memory was given back. */
  public void checkAlive() {
    String how = released;
    if (how != null) {
      throw new ReleasedException("this tensor's memory " + how);
    }
  }

  /** Fails if the memory was given back, naming who asks. */
  public void checkAlive(Object op, String operand) {
    String how = released;
    if (how != null) {
      throw new ReleasedException(op + ": the memory of operand '" + operand + "' " + how);
    }
  }
}
