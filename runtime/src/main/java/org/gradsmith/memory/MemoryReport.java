/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.List;

/**
 * What tensors hold of off-heap memory, in bytes.
 *
 * @param live held by storages that were not given back yet
 * @param cached given back, and kept for the next storage
 * @param peak the most that was ever lent to storages at one time
 * @param budget what live and cached may come to together
 * @param storages number of storages that were not given back yet
 * @param collections how often the allocator asked for a garbage collection
 * @param holders the places of the program that hold most; only storages of 1 MiB and more are
 *     counted there, or all that were made while {@link #track} was on
 * @param growing the places that held more after each of the last garbage collections: what was
 *     made there is kept from step to step, as the whole graph is by {@code total =
 *     total.add(loss)}
 */
public record MemoryReport(
    long live,
    long cached,
    long peak,
    long budget,
    long storages,
    long collections,
    List<Holder> holders,
    List<Holder> growing) {
  /** The system property that switches tracking on from the start. */
  public static final String PROPERTY = "gradsmith.memory.track";

  private static volatile boolean tracking = Boolean.getBoolean(PROPERTY);

  public MemoryReport {
    holders = List.copyOf(holders);
    growing = List.copyOf(growing);
  }

  /** A report without places. */
  public MemoryReport(
      long live, long cached, long peak, long budget, long storages, long collections) {
    this(live, cached, peak, budget, storages, collections, List.of(), List.of());
  }

  /**
   * Notes op and line of every storage made from now on, however small. Slow: each op walks the
   * stack.
   */
  public static void track(boolean on) {
    tracking = on;
  }

  static boolean isTracking() {
    return tracking;
  }

  /** Counts a node of an autograd graph while it is reachable, if tracking is on. */
  public static void node(Object node, String op) {
    if (tracking) {
      Allocator.ofProcess().mark(node, op);
    }
  }

  /** The state of this process's allocator, after it took back what is known to be unreachable. */
  public static MemoryReport now() {
    return Allocator.ofProcess().report();
  }

  /**
   * As {@link #now}, after a garbage collection, so that only what is reachable is counted. Called
   * once per step or per some steps, it finds what is {@link #growing}.
   */
  public static MemoryReport collected() {
    return Allocator.ofProcess().reportCollected();
  }

  /** The largest holders and the growing ones, a line each; empty if no places are known. */
  String holdersText() {
    StringBuilder text = new StringBuilder();
    append(text, "largest holders:", holders);
    append(text, "growing from step to step (is a graph kept? detach what is only read):", growing);
    return text.toString();
  }

  private static void append(StringBuilder text, String title, List<Holder> places) {
    if (!places.isEmpty()) {
      text.append("\n").append(title);
      places.forEach(holder -> text.append("\n  ").append(holder));
    }
  }

  @Override
  public String toString() {
    return "%s live in %d storages, %s cached, %s at the peak, of a budget of %s%s"
        .formatted(
            ByteSize.text(live),
            storages,
            ByteSize.text(cached),
            ByteSize.text(peak),
            ByteSize.text(budget),
            holdersText());
  }
}
