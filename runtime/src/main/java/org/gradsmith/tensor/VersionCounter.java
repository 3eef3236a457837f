/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.gradsmith.autograd.AnomalyMode;
import org.gradsmith.autograd.InferenceMode;
import org.gradsmith.autograd.UserLine;
import org.jspecify.annotations.Nullable;

/** Counts the in-place writes to elements that several tensors may share. */
public final class VersionCounter {
  private static final AtomicLongFieldUpdater<VersionCounter> VALUE =
      AtomicLongFieldUpdater.newUpdater(VersionCounter.class, "value");

  private volatile long value;
  private volatile @Nullable String lastWriter;
  private volatile @Nullable Heir heir;

  private final boolean inference;
  private volatile boolean saved;

  /** Where elements were copied to, and how often that place had been written to by then. */
  private record Heir(VersionCounter counter, long value) {}

  VersionCounter() {
    this(false);
  }

  private VersionCounter(boolean inference) {
    this.inference = inference;
  }

  /** The counter of a new tensor, which counts nothing in inference mode. */
  static VersionCounter create() {
    return new VersionCounter(InferenceMode.isOn());
  }

  /** Whether the tensors were made in inference mode. */
  public boolean isInference() {
    return inference;
  }

  /** Notes that backward will read the elements. */
  public void save() {
    saved = true;
  }

  /** Whether a node ever kept the elements for backward. */
  boolean isSaved() {
    return saved;
  }

  /** The number of writes so far. */
  public long value() {
    Heir now = heir;
    return now == null ? value : value + now.counter.value() - now.value;
  }

  /**
   * Counts the writes to another tensor from now on as writes to this one, whose elements were
   * moved there: who kept this tensor for backward meant what the other one shows.
   */
  void liveOnAs(VersionCounter other) {
    heir = new Heir(other, other.value());
  }

  /** Notes a write, and which method made it. */
  public void bump(String writer) {
    lastWriter = AnomalyMode.isOn() ? writer + " at " + UserLine.find() : writer;
    VALUE.incrementAndGet(this);
  }

  /** The method that wrote last; empty before the first write. */
  public String lastWriter() {
    Heir now = heir;
    if (now != null && now.counter.value() != now.value) {
      return now.counter.lastWriter();
    }
    String writer = lastWriter;
    return writer == null ? "" : writer;
  }
}
