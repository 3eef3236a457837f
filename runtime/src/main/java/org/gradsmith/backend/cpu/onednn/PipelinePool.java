/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines by what they compute. A pipeline is lent to one thread at a time; another one is made
 * where two threads need the same. Programs with ever new shapes start over after a while.
 */
final class PipelinePool {
  private static final int MOST_PLANS = 1024;

  private final Library library;
  private final ConcurrentHashMap<Plan, Shelf> shelves = new ConcurrentHashMap<>();

  PipelinePool(Library library) {
    this.library = library;
  }

  /** A pipeline for this plan; null where oneDNN has none. */
  @Nullable Pipeline borrow(Plan plan) {
    library.useOneThread();
    Shelf shelf = shelves.get(plan);
    if (shelf == null) {
      if (shelves.size() >= MOST_PLANS) {
        shelves.values().forEach(Shelf::discard);
        shelves.clear();
      }
      shelf = shelves.computeIfAbsent(plan, _ -> new Shelf());
    }
    if (shelf.unimplemented) {
      return null;
    }
    Pipeline idle = shelf.take();
    if (idle != null) {
      return idle;
    }
    PipelineBuilder builder = new PipelineBuilder(library.engine());
    try {
      plan.make(builder);
      return builder.build();
    } catch (Status.Unimplemented _) {
      builder.abandon();
      shelf.unimplemented = true;
      return null;
    }
  }

  void giveBack(Plan plan, Pipeline pipeline) {
    Shelf shelf = shelves.get(plan);
    if (shelf == null || !shelf.put(pipeline)) {
      pipeline.close();
    }
  }

  /** The idle pipelines of one plan. */
  private static final class Shelf {
    private final ArrayDeque<Pipeline> idle = new ArrayDeque<>();
    private boolean discarded;
    private volatile boolean unimplemented;

    synchronized @Nullable Pipeline take() {
      return idle.pollFirst();
    }

    synchronized boolean put(Pipeline pipeline) {
      if (!discarded) {
        idle.addFirst(pipeline);
      }
      return !discarded;
    }

    synchronized void discard() {
      discarded = true;
      idle.forEach(Pipeline::close);
      idle.clear();
    }
  }
}
