/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.gradsmith.kernel.cpu.PointwiseLoop;

/** Runs a pointwise loop over contiguous operands, in several threads where that pays. */
final class FlatRun {
  /** Elements per piece: two or three such operands stay in a core's own cache. */
  private static final int PIECE = 1 << 16;

  private static final int MOST_OPERANDS = 32;
  private static final long[] ZEROS = new long[MOST_OPERANDS];
  private static final long[] ONES = new long[MOST_OPERANDS];

  static {
    Arrays.fill(ONES, 1);
  }

  private FlatRun() {}

  /** The arrays are the result, then the operands; each has so many elements from its offset on. */
  static void run(
      PointwiseLoop loop, MemorySegment[] segments, long[] offsets, double[] numbers, long count) {
    if (count < 2 * PIECE) {
      loop.run(segments, offsets, ZEROS, ONES, numbers, 1, (int) count);
      return;
    }
    Workers.split(
        count,
        PIECE,
        (from, to) -> {
          long[] starts = offsets.clone();
          for (int i = 0; i < starts.length; i++) {
            starts[i] += from;
          }
          loop.run(segments, starts, ZEROS, ONES, numbers, 1, (int) (to - from));
        });
  }
}
