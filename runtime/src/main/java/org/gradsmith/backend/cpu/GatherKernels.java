/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.gradsmith.backend.BadIndexException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Indexing;
import org.gradsmith.ir.op.Op;

/** Reads and adds along a dimension where indices say. Operands are contiguous. */
final class GatherKernels {
  private GatherKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Indexing.GATHER, Kernel.of(GatherKernels::gather),
        Indexing.SCATTER_SUM, Kernel.of(GatherKernels::scatterSum));
  }

  /** Told where in the whole the element of each index lies. */
  @FunctionalInterface
  private interface Visitor {
    void visit(long index, long place);
  }

  private static void gather(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    long width = x.dtype().byteSize();
    MemorySegment from = x.storage().segment();
    MemorySegment to = results[0].storage().segment();
    long start = results[0].offset();
    visit(
        operands[1],
        x.shape(),
        (Long) attributes[0],
        (index, place) ->
            MemorySegment.copy(
                from, (x.offset() + place) * width, to, (start + index) * width, width));
  }

  private static void scatterSum(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    StridedArray y = results[0];
    CopyKernels.fill(y, 0);
    if (g.dtype().isFloating()) {
      double[] value = new double[2];
      visit(
          operands[1],
          y.shape(),
          (Long) attributes[1],
          (index, place) -> {
            Rows.load(g, g.offset() + index, 1, 1, value, 0);
            Rows.load(y, y.offset() + place, 1, 1, value, 1);
            value[0] += value[1];
            Rows.store(value, 0, 1, y, y.offset() + place, 1);
          });
      return;
    }
    visit(
        operands[1],
        y.shape(),
        (Long) attributes[1],
        (index, place) -> {
          long sum = Rows.integer(g, g.offset() + index) + Rows.integer(y, y.offset() + place);
          Rows.store(sum, y, y.offset() + place);
        });
  }

  private static void visit(StridedArray indices, long[] whole, long dimension, Visitor visitor) {
    if (indices.count() == 0) {
      return;
    }
    int rank = Math.min(whole.length, indices.rank());
    int dim = whole.length == 0 ? 0 : ReductionKernels.dimension(dimension, whole.length);
    long[] strides = StridedArray.contiguousStrides(whole);
    long size = whole.length == 0 ? 1 : whole[dim];
    long step = whole.length == 0 ? 0 : strides[dim];
    long[] shape = indices.shape();
    long[] at = new long[rank];
    long base = 0;
    for (long i = 0; i < indices.count(); i++) {
      long index = Rows.integer(indices, indices.offset() + i);
      if (index < 0 || index >= size) {
        throw new BadIndexException(
            "index %d is out of range for dimension %d of size %d".formatted(index, dim, size));
      }
      visitor.visit(i, base + index * step);
      for (int d = rank - 1; d >= 0; d--) {
        at[d]++;
        base += d == dim ? 0 : strides[d];
        if (at[d] < shape[d]) {
          break;
        }
        base -= d == dim ? 0 : strides[d] * at[d];
        at[d] = 0;
      }
    }
  }
}
