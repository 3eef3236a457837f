/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.Arrays;
import org.gradsmith.backend.StridedArray;

/** Compares what a run gave on the GPU and on the CPU with what it may have given. */
final class WithinRanges {
  private final Object run;
  private final Tally tally;
  private long compared;
  private long undecided;
  private double difference;

  /**
   * @param run what messages call it
   */
  WithinRanges(Object run, Tally tally) {
    this.run = run;
    this.tally = tally;
  }

  /**
   * Compares elements of an output.
   *
   * @param places which ones
   * @param ranges what they may be, in the same order
   */
  void compare(String output, long[] places, Range[] ranges, StridedArray gpu, StridedArray cpu) {
    compared += places.length;
    undecided += Arrays.stream(ranges).filter(Range::undecided).count();
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < places.length; i++) {
      double value = KernelCase.get(gpu, places[i]);
      double other = KernelCase.get(cpu, places[i]);
      if (ranges[i].isNumber() && Double.isFinite(value) && Double.isFinite(other)) {
        largest = Math.max(largest, Math.abs(other));
        apart = Math.max(apart, Math.abs(value - other));
      }
      if (!ranges[i].holds(value) || !ranges[i].holds(other)) {
        tally.addWrong(
            "%s: output '%s', element %d: the GPU gave %s, the CPU %s, but the plan says %s"
                .formatted(run, output, places[i], value, other, ranges[i]));
      }
    }
    difference = Math.max(difference, apart / (largest == 0 ? 1 : largest));
  }

  /** Tells the tally of the run, when all outputs have been compared. */
  void finish() {
    tally.addRun(compared, undecided, difference);
  }
}
