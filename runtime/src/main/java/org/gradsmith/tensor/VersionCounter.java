/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.gradsmith.autograd.AnomalyMode;
import org.gradsmith.autograd.UserLine;
import org.jspecify.annotations.Nullable;

/** Counts the in-place writes to elements that several tensors may share. */
public final class VersionCounter {
  private static final AtomicLongFieldUpdater<VersionCounter> VALUE =
      AtomicLongFieldUpdater.newUpdater(VersionCounter.class, "value");

  private volatile long value;
  private volatile @Nullable String lastWriter;

  VersionCounter() {}

  /** The number of writes so far. */
  public long value() {
    return value;
  }

  /** Notes a write, and which method made it. */
  public void bump(String writer) {
    lastWriter = AnomalyMode.isOn() ? writer + " at " + UserLine.find() : writer;
    VALUE.incrementAndGet(this);
  }

  /** The method that wrote last; empty before the first write. */
  public String lastWriter() {
    String writer = lastWriter;
    return writer == null ? "" : writer;
  }
}
