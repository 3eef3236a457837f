/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One vmap that is under way on a thread; further in, further vmaps may be. */
public final class BatchLevel implements AutoCloseable {
  private static final AtomicLong OPENED = new AtomicLong();
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final ThreadLocal<@Nullable BatchLevel> INNERMOST = new ThreadLocal<>();

  private final long number;
  private final long size;
  private final Randomness randomness;
  private final @Nullable BatchLevel outer;
  private volatile boolean closed;

  private BatchLevel(long size, Randomness randomness) {
    this.number = OPENED.incrementAndGet();
    this.size = size;
    this.randomness = randomness;
    this.outer = INNERMOST.get();
  }

  static BatchLevel open(long size, Randomness randomness) {
    BatchLevel level = new BatchLevel(size, randomness);
    OPEN.incrementAndGet();
    INNERMOST.set(level);
    return level;
  }

  /** Whether a vmap is under way on any thread. */
  public static boolean isActive() {
    return OPEN.get() != 0;
  }

  /** The innermost vmap of this thread. */
  public static @Nullable BatchLevel innermost() {
    return isActive() ? INNERMOST.get() : null;
  }

  /** Larger for vmaps further in. */
  public long number() {
    return number;
  }

  /** How many examples there are. */
  public long size() {
    return size;
  }

  /** What random draws do. */
  public Randomness randomness() {
    return randomness;
  }

  /** The vmap around this one. */
  public @Nullable BatchLevel outer() {
    return outer;
  }

  /** Whether the vmap is over, so that its tensors mean nothing any more. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    OPEN.decrementAndGet();
    INNERMOST.set(outer);
  }
}
