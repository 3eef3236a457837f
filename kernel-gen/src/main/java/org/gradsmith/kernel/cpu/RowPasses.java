/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;

/** What the classes of {@link RowClassWriter} implement: loops over a part of one row. */
public interface RowPasses {
  /**
   * Runs one pass over some columns of a row.
   *
   * @param pass its number in the {@link RowLowering}
   * @param segments memory of each operand of the lowering
   * @param starts where each operand's first element in this row lies, as {@link
   *     NativeMemory#place} says it
   * @param numbers the numbers given at the call
   * @param values of the row's reductions; those of this pass are added to, the others read. What
   *     {@code Fold.FIRST} has found nothing for is Infinity as yet
   * @param column the first column
   * @param count how many columns
   */
  void run(
      int pass,
      MemorySegment[] segments,
      long[] starts,
      double[] numbers,
      double[] values,
      long column,
      int count);
}
