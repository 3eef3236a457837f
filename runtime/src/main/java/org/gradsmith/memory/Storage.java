/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap memory, aligned to 64 bytes, that tensors look at. An unreachable storage gives its
 * memory back by itself; {@link #release} does so at once.
 *
 * <p>Whoever hands {@link #segment} to something that does not hold the storage keeps the storage
 * reachable meanwhile ({@link java.lang.ref.Reference#reachabilityFence}).
 */
public final class Storage {
  private final MemorySegment segment;
  private @Nullable Lease lease;
  private volatile boolean released;

  Storage(MemorySegment segment) {
    this.segment = segment;
  }

  /** Memory whose content is not set, from the allocator of this process. */
  public static Storage allocate(long byteSize) {
    return Allocator.ofProcess().allocate(byteSize);
  }

  /** The memory of somebody else, who keeps it alive as long as the segment is reachable. */
  public static Storage wrap(MemorySegment segment) {
    return new Storage(segment);
  }

  void leased(Lease given) {
    lease = given;
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
    released = true;
    Lease given = lease;
    if (given != null) {
      given.end();
    }
  }

  public boolean isReleased() {
    return released;
  }

  /** Fails if the memory was given back. */
  public void checkAlive() {
    if (released) {
      throw new ReleasedException("this tensor's memory was released before");
    }
  }

  /** Fails if the memory was given back, naming who asks. */
  public void checkAlive(Object op, String operand) {
    if (released) {
      throw new ReleasedException(
          op + ": the memory of operand '" + operand + "' was released before");
    }
  }
}
