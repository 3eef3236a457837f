/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;

/**
 * A loop in two forms with the same bits. Until the optimising compiler has seen it, code on
 * vectors takes a hundred times as long as code on scalars, so at first both are used, alternately
 * and for the same time, until the vectors are the faster ones.
 */
final class WarmingLoop implements PointwiseLoop {
  /** Elements between two looks at the clock. */
  private static final int PIECE = 512;

  /**
   * Elements of a call while it is slow. The compilers count calls, and take a method that is
   * called often sooner, and with less work, than a loop that runs for long.
   */
  private static final int STRIP = 16;

  /** One in so many pieces on vectors is run by one call, which tells how fast that is. */
  private static final int WHOLE = 16;

  /** Pieces on scalars after which the first compiler has seen them. */
  private static final int FIRST = 16;

  /** Columns of which the vectors are the most part: shorter pieces tell nothing of their speed. */
  private static final int LEAST_COLUMNS = 64;

  private final PointwiseLoop scalars;
  private final PointwiseLoop vectors;
  private final Steps steps;

  // Threads that warm the loop at the same time may overwrite each other's sums: they are a guide.
  private volatile boolean warm;
  private long scalarTime;
  private long vectorTime;
  private int vectorPieces;
  private int scalarPieces;
  private long scalarSpeed = Long.MAX_VALUE;

  /** Elements of the largest piece that scalars have run: the overhead of calls is in it least. */
  private long largest;

  WarmingLoop(PointwiseSpec spec, PointwiseLoop scalars, PointwiseLoop vectors) {
    this.scalars = scalars;
    this.vectors = vectors;
    this.steps = Steps.of(spec);
  }

  @Override
  public void run(
      MemorySegment[] segments,
      long[] offsets,
      long[] rowStrides,
      long[] columnStrides,
      double[] attributes,
      long rows,
      int columns) {
    if (warm) {
      vectors.run(segments, offsets, rowStrides, columnStrides, attributes, rows, columns);
      return;
    }
    int width = Math.min(columns, PIECE);
    long height = width <= 0 ? rows : Math.max(1, PIECE / width);
    for (long row = 0; row < rows; row += height) {
      long some = Math.min(height, rows - row);
      for (int column = 0; column < columns; column += width) {
        int count = Math.min(width, columns - column);
        long[] at = steps.at(offsets, rowStrides, columnStrides, row, column);
        piece(segments, at, rowStrides, columnStrides, attributes, some, count);
      }
    }
  }

  private void piece(
      MemorySegment[] segments,
      long[] offsets,
      long[] rowStrides,
      long[] columnStrides,
      double[] attributes,
      long rows,
      int columns) {
    boolean onVectors = warm || vectorTime < scalarTime;
    boolean whole =
        onVectors
            ? warm || ++vectorPieces % WHOLE == 0
            : scalarPieces >= FIRST || ++scalarPieces > FIRST;
    PointwiseLoop loop = onVectors ? vectors : scalars;
    long start = System.nanoTime();
    if (whole) {
      loop.run(segments, offsets, rowStrides, columnStrides, attributes, rows, columns);
    } else {
      strips(loop, segments, offsets, rowStrides, columnStrides, attributes, rows, columns);
    }
    long time = System.nanoTime() - start;
    long count = rows * columns;
    long speed = time * PIECE / Math.max(1, count);
    if (!onVectors) {
      largest = Math.max(largest, count);
      scalarTime += time;
      scalarSpeed = Math.min(scalarSpeed, speed);
      return;
    }
    vectorTime += time;
    warm |= whole && speed < scalarSpeed && columns >= LEAST_COLUMNS && count >= largest / 2;
  }

  private void strips(
      PointwiseLoop loop,
      MemorySegment[] segments,
      long[] offsets,
      long[] rowStrides,
      long[] columnStrides,
      double[] attributes,
      long rows,
      int columns) {
    for (long row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += STRIP) {
        int count = Math.min(STRIP, columns - column);
        long[] at = steps.at(offsets, rowStrides, columnStrides, row, column);
        loop.run(segments, at, rowStrides, columnStrides, attributes, 1, count);
      }
    }
  }
}
