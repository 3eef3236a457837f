/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.foreign.MemorySegment;

/** What the classes of {@link PointwiseClassWriter} implement. Instances hold no state. */
public interface PointwiseLoop {
  /**
   * Evaluates the expressions at {@code rows} times {@code columns} places. Operands are the
   * outputs followed by the inputs of the {@link PointwiseSpec}; element (r, c) of operand k lies
   * {@code offsets[k] + r * rowStrides[k] + c * columnStrides[k]} elements, counted in its own
   * dtype, from the start of {@code segments[k]}. An output may be the same memory as an input
   * where both are walked alike; other overlaps give undefined values.
   *
   * @param segments memory of each operand, aligned to its dtype
   * @param offsets first element of each operand
   * @param rowStrides steps from row to row, of any sign, 0 included
   * @param columnStrides steps within a row; read for {@link PointwiseSpec.Access#STRIDED} operands
   *     only, the others have 1 or 0 by their access
   * @param attributes the numbers given at the call, converted to the dtype of the computation
   * @throws IndexOutOfBoundsException if an element lies outside its segment
   */
  void run(
      MemorySegment[] segments,
      long[] offsets,
      long[] rowStrides,
      long[] columnStrides,
      double[] attributes,
      long rows,
      int columns);
}
