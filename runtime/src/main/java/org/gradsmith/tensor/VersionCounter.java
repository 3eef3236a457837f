/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.concurrent.atomic.AtomicLong;
import org.gradsmith.autograd.AnomalyMode;
import org.gradsmith.autograd.UserLine;

/** Counts the in-place writes to elements that several tensors may share. */
public final class VersionCounter {
  private final AtomicLong value = new AtomicLong();
  private volatile String lastWriter = "";

  VersionCounter() {}

  /** The number of writes so far. */
  public long value() {
    return value.get();
  }

  /** Notes a write, and which method made it. */
  public void bump(String writer) {
    lastWriter = AnomalyMode.isOn() ? writer + " at " + UserLine.find() : writer;
    value.incrementAndGet();
  }

  /** The method that wrote last; empty before the first write. */
  public String lastWriter() {
    return lastWriter;
  }
}
