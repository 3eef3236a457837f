/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The passes of a row kernel in two forms with the same bits. Until the optimising compiler has
 * seen it, code on vectors takes a hundred times as long as code on scalars, so at first both are
 * used, alternately and for the same time, until the vectors are the faster ones; of each pass on
 * its own.
 */
public final class WarmingPasses implements RowPasses {
  /** Columns of which the vectors are the most part: shorter rows tell nothing of their speed. */
  private static final int LEAST_COLUMNS = 64;

  /** Calls after which a compiler has seen a pass: then short rows are compared too. */
  private static final int SETTLED = 20_000;

  private final RowPasses scalars;
  private final RowPasses vectors;
  private final Pass[] passes;
  private final LongSupplier clock;

  /**
   * What is known of a pass. Threads that warm it at the same time may overwrite each other's sums:
   * they are a guide.
   */
  private static final class Pass {
    private volatile Choice choice;

    private final Speed ofScalars = new Speed();
    private final Speed ofVectors = new Speed();
    private int calls;

    /** Columns of the longest row so far: the overhead of a call is in it least. */
    private int longest;

    Pass(Choice choice) {
      this.choice = choice;
    }

    boolean isForVectors() {
      return ofVectors.time < ofScalars.time;
    }

    /** Notes a call. */
    void note(boolean onVectors, long time, int columns) {
      if (columns > longest) {
        longest = columns;
        ofScalars.best = Double.POSITIVE_INFINITY;
        ofVectors.best = Double.POSITIVE_INFINITY;
      }
      Speed speed = onVectors ? ofVectors : ofScalars;
      speed.time += time;
      if (columns > longest / 2) {
        speed.best = Math.min(speed.best, (double) time / columns);
      }
      boolean areFaster = ofVectors.best < ofScalars.best;
      if (areFaster && longest >= LEAST_COLUMNS && ofScalars.isKnown()) {
        choice = Choice.VECTORS;
      } else if (++calls >= SETTLED && longest < LEAST_COLUMNS) {
        choice = areFaster ? Choice.VECTORS : Choice.SCALARS_FOR_SHORT_ROWS;
      }
    }
  }

  /** Which form is known to be the faster one. */
  private enum Choice {
    OPEN,
    VECTORS,
    SCALARS_FOR_SHORT_ROWS
  }

  /** How fast a form is. */
  private static final class Speed {
    /** All of it, in nanoseconds. */
    private long time;

    /** The least time for a column of a row that is not much shorter than the longest one. */
    private double best = Double.POSITIVE_INFINITY;

    boolean isKnown() {
      return best < Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Both forms of a lowering's passes.
   *
   * @param lowering what the passes are
   */
  public WarmingPasses(RowPasses scalars, RowPasses vectors, RowLowering lowering) {
    this(
        scalars,
        vectors,
        lowering.passes().stream().map(pass -> pass.elementRoots() > 0).toList(),
        System::nanoTime);
  }

  /**
   * Both forms, timed by a clock.
   *
   * @param elements of each pass, whether it is for elements; one that writes what there is once in
   *     a row has no vectors, and asking for the time would take longer than it takes
   * @param clock the time in nanoseconds
   */
  WarmingPasses(RowPasses scalars, RowPasses vectors, List<Boolean> elements, LongSupplier clock) {
    this.scalars = scalars;
    this.vectors = vectors;
    this.clock = clock;
    this.passes =
        elements.stream()
            .map(compared -> new Pass(compared ? Choice.OPEN : Choice.VECTORS))
            .toArray(Pass[]::new);
  }

  @Override
  public void run(
      int pass,
      MemorySegment[] segments,
      long[] starts,
      double[] numbers,
      double[] values,
      long column,
      int count) {
    Pass known = passes[pass];
    Choice choice = known.choice;
    if (choice == Choice.VECTORS) {
      vectors.run(pass, segments, starts, numbers, values, column, count);
      return;
    }
    if (choice == Choice.SCALARS_FOR_SHORT_ROWS && count < LEAST_COLUMNS) {
      scalars.run(pass, segments, starts, numbers, values, column, count);
      return;
    }
    boolean onVectors = known.isForVectors();
    long start = clock.getAsLong();
    (onVectors ? vectors : scalars).run(pass, segments, starts, numbers, values, column, count);
    known.note(onVectors, clock.getAsLong() - start, count);
  }
}
