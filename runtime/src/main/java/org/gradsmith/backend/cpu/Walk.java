/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.kernel.cpu.PointwiseLoop;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/**
 * The way a pointwise loop takes through several arrays of one shape: dimensions that lie alike in
 * all of them are merged, the last two become rows and columns, the others are counted here.
 */
final class Walk {
  private static final int MOST_COLUMNS = 1 << 30;

  /** Elements that one thread does at a time. */
  private static final long PIECE = 1 << 16;

  private final int arrays;
  private long[] sizes;
  private final long[][] strides;
  private final MemorySegment[] segments;
  private final long[] offsets;
  private int rank;

  /** The arrays must have this shape, except for strides 0 where they repeat. */
  Walk(long[] shape, StridedArray[] walked, long[][] walkedStrides) {
    arrays = walked.length;
    rank = shape.length;
    sizes = shape.clone();
    strides = new long[arrays][];
    segments = new MemorySegment[arrays];
    offsets = new long[arrays];
    for (int k = 0; k < arrays; k++) {
      strides[k] = walkedStrides[k].clone();
      segments[k] = walked[k].storage().segment();
      offsets[k] = walked[k].offset();
    }
    merge();
  }

  /** The strides of an array that broadcasts to a shape. */
  static long[] broadcast(StridedArray array, long[] shape) {
    int added = shape.length - array.rank();
    long[] result = new long[shape.length];
    for (int i = added; i < shape.length; i++) {
      result[i] = array.shape()[i - added] == 1 ? 0 : array.strides()[i - added];
    }
    return result;
  }

  private void merge() {
    int kept = 0;
    for (int i = 0; i < rank; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      if (kept > 0 && mergeable(kept - 1, i)) {
        sizes[kept - 1] *= sizes[i];
        for (long[] stride : strides) {
          stride[kept - 1] = stride[i];
        }
      } else {
        sizes[kept] = sizes[i];
        for (long[] stride : strides) {
          stride[kept] = stride[i];
        }
        kept++;
      }
    }
    rank = Math.max(kept, 1);
    if (kept == 0) {
      boolean empty = Arrays.stream(sizes).anyMatch(s -> s == 0);
      sizes = new long[] {empty ? 0 : 1};
      for (int k = 0; k < arrays; k++) {
        strides[k] = new long[1];
      }
    }
  }

  private boolean mergeable(int outer, int inner) {
    for (long[] stride : strides) {
      if (stride[outer] != stride[inner] * sizes[inner]) {
        return false;
      }
    }
    return true;
  }

  /** How array {@code k} is walked within a row. */
  Access access(int k) {
    long stride = strides[k][rank - 1];
    return columns() == 1 && stride == 0 ? Access.CONTIGUOUS : Access.of(stride);
  }

  private long columns() {
    return sizes[rank - 1];
  }

  /** Runs the loop over everything. */
  void run(PointwiseLoop loop, double[] attributes) {
    for (int i = 0; i < rank; i++) {
      if (sizes[i] == 0) {
        return;
      }
    }
    long outer = sizes[0];
    long inner = 1;
    for (int i = 1; i < rank; i++) {
      inner *= sizes[i];
    }
    if (outer > 1 && outer * inner >= 2 * PIECE) {
      Workers.split(
          outer,
          Math.max(1, PIECE / inner),
          (from, to) -> runOuter(loop, attributes, from, to - from));
    } else {
      runOuter(loop, attributes, 0, outer);
    }
  }

  /** Runs the loop over a part of the outermost dimension. */
  private void runOuter(PointwiseLoop loop, double[] attributes, long from, long size) {
    long[] rowStrides = new long[arrays];
    long[] columnStrides = new long[arrays];
    long[] at = offsets.clone();
    for (int k = 0; k < arrays; k++) {
      rowStrides[k] = rank > 1 ? strides[k][rank - 2] : 0;
      columnStrides[k] = strides[k][rank - 1];
      at[k] += from * strides[k][0];
    }
    long columns = rank == 1 ? size : sizes[rank - 1];
    long rows = rank == 1 ? 1 : rank == 2 ? size : sizes[rank - 2];
    long[] index = new long[Math.max(rank - 2, 0)];
    do {
      runColumns(loop, at, rowStrides, columnStrides, attributes, rows, columns);
    } while (step(index, at, size));
  }

  private void runColumns(
      PointwiseLoop loop,
      long[] at,
      long[] rowStrides,
      long[] columnStrides,
      double[] attributes,
      long rows,
      long columns) {
    if (columns <= MOST_COLUMNS) {
      loop.run(segments, at, rowStrides, columnStrides, attributes, rows, (int) columns);
      return;
    }
    long[] from = at.clone();
    for (long done = 0; done < columns; done += MOST_COLUMNS) {
      int part = (int) Math.min(MOST_COLUMNS, columns - done);
      loop.run(segments, from, rowStrides, columnStrides, attributes, rows, part);
      for (int k = 0; k < arrays; k++) {
        from[k] += columnStrides[k] * part;
      }
    }
  }

  /** Goes to the next rows; false at the end. */
  private boolean step(long[] index, long[] at, long outer) {
    for (int i = index.length - 1; i >= 0; i--) {
      long size = i == 0 ? outer : sizes[i];
      index[i]++;
      for (int k = 0; k < arrays; k++) {
        at[k] += strides[k][i];
      }
      if (index[i] < size) {
        return true;
      }
      for (int k = 0; k < arrays; k++) {
        at[k] -= strides[k][i] * size;
      }
      index[i] = 0;
    }
    return false;
  }
}
