/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Batches prepared ahead by threads and handed out in order. An iterator that is dropped half-way
 * leaves nothing behind: what is under way is finished, and idle threads end by themselves.
 */
final class Prefetching implements Iterator<Batch> {
  private static final int BATCHES_PER_WORKER = 2;
  private static final long IDLE_SECONDS = 1;

  private final int batches;
  private final IntFunction<Batch> read;
  private final ThreadPoolExecutor workers;
  private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
  private int submitted;

  Prefetching(int batches, int threads, IntFunction<Batch> read) {
    this.batches = batches;
    this.read = read;
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("gradsmith-loader-", 1).factory());
    workers.allowCoreThreadTimeOut(true);
    while (submitted < Math.min(batches, threads * BATCHES_PER_WORKER)) {
      submitOne();
    }
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  @Override
  public Batch next() {
    Future<Batch> first = ahead.poll();
    if (first == null) {
      throw new NoSuchElementException("the epoch has " + batches + " batches");
    }
    if (submitted < batches) {
      submitOne();
    }
    return resultOf(first);
  }

  private void submitOne() {
    int batch = submitted++;
    ahead.add(workers.submit(() -> read.apply(batch)));
  }

  private static Batch resultOf(Future<Batch> batch) {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalStateException("a worker could not read a batch", e);
      }
    }
  }
}
