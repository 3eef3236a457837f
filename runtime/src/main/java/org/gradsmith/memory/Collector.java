/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.ref.WeakReference;

/**
 * Decides when the garbage collector should look for unreachable storages. Off-heap memory is
 * invisible to the collector: without a nudge it sees small objects only, and lets them lie.
 */
final class Collector {
  /** Unforced collections may take a tenth of the time. */
  private static final int SHARE = 10;

  /** Touching so many fresh bytes costs more than looking for old ones. */
  private static final long FIRST_LOOK = 256L << 20;

  private final long leastThreshold;
  private long threshold;
  private long notBefore = System.nanoTime();
  private volatile long runs;
  private volatile boolean refused;

  Collector(long budget) {
    leastThreshold = Math.min(budget / 4, FIRST_LOOK);
    threshold = leastThreshold;
  }

  /** Whether it is worth looking for garbage before so much memory is in use. */
  synchronized boolean isDue(long live) {
    return live > threshold && !refused && System.nanoTime() - notBefore > 0;
  }

  /** Notes how much stayed in use after a collection. */
  synchronized void stayed(long live) {
    threshold = Math.max(leastThreshold, live / 2 * 3);
  }

  /** How often the garbage collector was asked. */
  long runs() {
    return runs;
  }

  /** Whether the JVM ignores the request. */
  boolean isRefused() {
    return refused;
  }

  /** Runs the garbage collector; afterwards references to what is unreachable are cleared. */
  synchronized void collect() {
    long start = System.nanoTime();
    WeakReference<Object> probe = new WeakReference<>(new Object());
    System.gc();
    refused = !probe.refersTo(null);
    long end = System.nanoTime();
    runs++;
    notBefore = end + SHARE * (end - start);
  }
}
