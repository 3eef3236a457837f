/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Splits large loops over the processors. The caller works too. Each thread has a share of its own,
 * the same one in each loop, because what it read or wrote there the last time may still be in its
 * processor's cache; pieces are taken one by one, and who has done with his share helps the others,
 * so that a processor that is busy with something else delays nobody. What a piece computes does
 * not depend on who runs it, so results are the same for any number of threads.
 *
 * <p>Idle workers spin for a few microseconds, in which the next op of a program usually comes, and
 * then park: spinning for longer takes the processors from other programs.
 */
final class Workers {
  /** The system property with the number of threads, callers included. */
  static final String PROPERTY = "gradsmith.threads";

  private static final long SPIN_NANOS = 30_000;
  private static final Workers INSTANCE =
      new Workers(Integer.getInteger(PROPERTY, Runtime.getRuntime().availableProcessors()));

  /** A part of a loop. */
  @FunctionalInterface
  interface Piece {
    /** Does the elements from {@code from} up to, not including, {@code to}. */
    void run(long from, long to);
  }

  private final ReentrantLock busy = new ReentrantLock();
  private final Worker[] workers;
  private volatile @Nullable Job job;

  /** How many loops there were, changed by who holds the lock. */
  private long jobs;

  Workers(int threads) {
    workers = new Worker[Math.max(threads - 1, 0)];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(this, i + 1);
      workers[i].start();
    }
  }

  /** Runs all pieces of a loop; returns when they are done. */
  static void split(long count, long piece, Piece body) {
    INSTANCE.run(count, piece, body);
  }

  void run(long count, long piece, Piece body) {
    // While another thread has the workers, or within a piece, the caller does everything itself.
    if (workers.length == 0
        || count <= piece
        || Thread.currentThread() instanceof Worker
        || busy.isHeldByCurrentThread()
        || !busy.tryLock()) {
      for (long from = 0; from < count; from += piece) {
        body.run(from, Math.min(count, from + piece));
      }
      return;
    }
    Throwable failure;
    try {
      Job mine = new Job(++jobs, workers.length + 1, count, piece, body);
      job = mine;
      for (Worker worker : workers) {
        if (worker.parked) {
          LockSupport.unpark(worker);
        }
      }
      mine.work(0);
      mine.await();
      failure = mine.failure;
    } finally {
      job = null;
      busy.unlock();
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** One loop. */
  private static final class Job {
    /** Counters of different threads lie on different cache lines. */
    private static final int APART = 16;

    private final long number;
    private final int shares;
    private final long count;
    private final long piece;
    private final long pieces;
    private final Piece body;
    private final Thread caller = Thread.currentThread();

    /** The next piece of each share. */
    private final AtomicLongArray next;

    private final AtomicLong done = new AtomicLong();
    private volatile @Nullable Throwable failure;

    Job(long number, int shares, long count, long piece, Piece body) {
      this.number = number;
      this.shares = shares;
      this.count = count;
      this.piece = piece;
      this.pieces = (count + piece - 1) / piece;
      this.body = body;
      this.next = new AtomicLongArray((shares + 1) * APART);
      for (int share = 1; share < shares; share++) {
        next.setPlain((share + 1) * APART, firstPiece(share));
      }
    }

    private long firstPiece(int share) {
      return pieces / shares * share + Math.min(share, pieces % shares);
    }

    /** Does pieces until all are taken, those of a share first. */
    void work(int own) {
      for (int i = 0; i < shares; i++) {
        workOn((own + i) % shares);
      }
    }

    private void workOn(int share) {
      int counter = (share + 1) * APART;
      long end = firstPiece(share + 1);
      for (long i = next.getAndIncrement(counter); i < end; i = next.getAndIncrement(counter)) {
        try {
          body.run(i * piece, Math.min(count, (i + 1) * piece));
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        if (done.incrementAndGet() == pieces) {
          LockSupport.unpark(caller);
        }
      }
    }

    /** Waits for the pieces that workers are still at. */
    void await() {
      long start = System.nanoTime();
      while (done.get() < pieces) {
        if (System.nanoTime() - start < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }
  }

  private static final class Worker extends Thread {
    private final Workers owner;
    private final int share;

    /** The loop that this thread took part in last: nothing is left of it. */
    private long last;

    private volatile boolean parked;

    Worker(Workers owner, int share) {
      super(null, null, "gradsmith-worker-" + share, 0, false);
      this.owner = owner;
      this.share = share;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (true) {
        Job found = next();
        if (found != null) {
          last = found.number;
          found.work(share);
        }
      }
    }

    private @Nullable Job next() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < SPIN_NANOS) {
        Job found = open();
        if (found != null) {
          return found;
        }
        Thread.onSpinWait();
      }
      parked = true;
      Job found = open(); // one that came before the caller could see that this thread parks
      if (found == null) {
        LockSupport.park(owner);
      }
      parked = false;
      return found;
    }

    private @Nullable Job open() {
      Job found = owner.job;
      return found == null || found.number == last ? null : found;
    }
  }
}
