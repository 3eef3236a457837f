/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A loop whose expressions are too long for one method, as two loops over pieces of a row that stay
 * in the cache.
 */
final class HalvedLoop implements PointwiseLoop {
  /** Elements of a piece. */
  private static final int PIECE = 1024;

  private final PointwiseLoop first;
  private final PointwiseLoop second;
  private final Steps steps;
  private final int outputs;
  private final int between;
  private final int byteSize;

  HalvedLoop(PointwiseSpec whole, SpecHalves halves, PointwiseLoop first, PointwiseLoop second) {
    this.first = first;
    this.second = second;
    this.steps = Steps.of(whole);
    this.outputs = whole.outputs().size();
    this.between = halves.first().outputs().size();
    this.byteSize = whole.dtype().byteSize();
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
    if (columns <= 0 || rows <= 0) {
      return;
    }
    int piece = Math.min(PIECE, columns);
    try (Scratch scratch = Scratch.take((long) between * piece * byteSize)) {
      MemorySegment[] scratches = new MemorySegment[between];
      Arrays.fill(scratches, scratch.memory());
      long[] places = new long[between];
      Arrays.setAll(places, i -> (long) i * piece);
      MemorySegment[] inputs = Arrays.copyOfRange(segments, outputs, segments.length);
      MemorySegment[] firstSegments = joined(scratches, inputs);
      MemorySegment[] secondSegments = joined(segments, scratches);
      long[] firstStrides =
          joined(new long[between], Arrays.copyOfRange(columnStrides, outputs, segments.length));
      long[] secondStrides = joined(columnStrides, new long[between]);
      long[] firstRows = new long[firstStrides.length];
      long[] secondRows = new long[secondStrides.length];
      for (long row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column += piece) {
          long[] at = steps.at(offsets, rowStrides, columnStrides, row, column);
          int count = Math.min(piece, columns - column);
          long[] in = joined(places, Arrays.copyOfRange(at, outputs, at.length));
          first.run(firstSegments, in, firstRows, firstStrides, attributes, 1, count);
          long[] out = joined(at, places);
          second.run(secondSegments, out, secondRows, secondStrides, attributes, 1, count);
        }
      }
    }
  }

  private static MemorySegment[] joined(MemorySegment[] left, MemorySegment[] right) {
    MemorySegment[] all = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, all, left.length, right.length);
    return all;
  }

  private static long[] joined(long[] left, long[] right) {
    long[] all = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, all, left.length, right.length);
    return all;
  }
}
