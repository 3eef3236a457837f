/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.BadIndexException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Indexing;
import org.gradsmith.ir.op.Op;

/** Reads and writes where integer arrays say. All operands are contiguous. */
final class IndexKernels {
  /** Indices handled at a time. */
  private static final int BLOCK = 1024;

  private IndexKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Indexing.GATHER, Kernel.of(IndexKernels::gather),
        Indexing.SCATTER_SUM, Kernel.of(IndexKernels::scatterSum),
        Indexing.INDEX_SELECT, Kernel.of(IndexKernels::indexSelect),
        Indexing.INDEX_SUM, Kernel.of(IndexKernels::indexSum),
        Indexing.TAKE, Kernel.of(IndexKernels::take),
        Indexing.PUT_SUM, Kernel.of(IndexKernels::putSum),
        Indexing.PUT_ONLY, Kernel.of(IndexKernels::putOnly),
        Indexing.PUT_VALUE, Kernel.of(IndexKernels::putValue),
        Indexing.PUT, Kernel.of(IndexKernels::put));
  }

  private static void gather(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray result = results[0];
    Along along = new Along(x, operands[1], (long) attributes[0]);
    long[] places = new long[BLOCK];
    for (long done = 0; done < result.count(); done += BLOCK) {
      int n = (int) Math.min(BLOCK, result.count() - done);
      along.next(n, places);
      ElementMoves.read(x, places, n, result, result.offset() + done);
    }
  }

  private static void scatterSum(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    StridedArray result = results[0];
    CopyKernels.fill(result, 0);
    Along along = new Along(result, operands[1], (long) attributes[1]);
    long[] places = new long[BLOCK];
    for (long done = 0; done < g.count(); done += BLOCK) {
      int n = (int) Math.min(BLOCK, g.count() - done);
      along.next(n, places);
      ElementMoves.add(g, g.offset() + done, n, result, places);
    }
  }

  private static void indexSelect(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray result = results[0];
    Parts parts = new Parts(x, (long) attributes[0]);
    long[] index = indices(operands[1], parts.size, (long) attributes[0]);
    if (parts.inner == 1) {
      long[] places = new long[index.length];
      for (long o = 0; o < parts.outer; o++) {
        for (int i = 0; i < index.length; i++) {
          places[i] = x.offset() + o * parts.size + index[i];
        }
        ElementMoves.read(x, places, index.length, result, result.offset() + o * index.length);
      }
      return;
    }
    for (long o = 0; o < parts.outer; o++) {
      for (int i = 0; i < index.length; i++) {
        long from = x.offset() + (o * parts.size + index[i]) * parts.inner;
        long to = result.offset() + (o * index.length + i) * parts.inner;
        ElementMoves.copyBlock(x, from, parts.inner, result, to);
      }
    }
  }

  private static void indexSum(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = operands[0];
    StridedArray result = results[0];
    CopyKernels.fill(result, 0);
    Parts parts = new Parts(result, (long) attributes[1]);
    long[] index = indices(operands[1], parts.size, (long) attributes[1]);
    int inner = Math.toIntExact(parts.inner);
    for (long o = 0; o < parts.outer; o++) {
      for (int i = 0; i < index.length; i++) {
        long from = g.offset() + (o * index.length + i) * inner;
        long to = result.offset() + (o * parts.size + index[i]) * inner;
        ElementMoves.addBlock(g, from, inner, result, to);
      }
    }
  }

  private static void take(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray result = results[0];
    long[] places = new long[BLOCK];
    for (long done = 0; done < result.count(); done += BLOCK) {
      int n = positions(operands[1], done, x, places);
      ElementMoves.read(x, places, n, result, result.offset() + done);
    }
  }

  private static void putSum(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.fill(results[0], 0);
    StridedArray g = operands[0];
    long[] places = new long[BLOCK];
    for (long done = 0; done < g.count(); done += BLOCK) {
      int n = positions(operands[1], done, results[0], places);
      ElementMoves.add(g, g.offset() + done, n, results[0], places);
    }
  }

  private static void putOnly(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.fill(results[0], 0);
    write(operands[0], operands[1], results[0]);
  }

  private static void put(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    CopyKernels.copy(operands[0], results[0]);
    write(operands[1], operands[2], results[0]);
  }

  private static void putValue(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray result = results[0];
    CopyKernels.copy(operands[0], result);
    StridedArray value = StridedArray.allocate(result.dtype(), BLOCK);
    CopyKernels.fill(value, ((Number) attributes[0]).doubleValue());
    long[] places = new long[BLOCK];
    for (long done = 0; done < operands[1].count(); done += BLOCK) {
      int n = positions(operands[1], done, result, places);
      ElementMoves.write(value, 0, n, result, places);
    }
    value.storage().release();
  }

  private static void write(StridedArray source, StridedArray positions, StridedArray result) {
    long[] places = new long[BLOCK];
    for (long done = 0; done < source.count(); done += BLOCK) {
      int n = positions(positions, done, result, places);
      ElementMoves.write(source, source.offset() + done, n, result, places);
    }
  }

  /** The next block of flat positions as places in the storage of {@code whole}; how many. */
  private static int positions(
      StridedArray positions, long done, StridedArray whole, long[] places) {
    int n = (int) Math.min(BLOCK, positions.count() - done);
    Rows.load(positions, positions.offset() + done, 1, n, places);
    long count = whole.count();
    for (int i = 0; i < n; i++) {
      long position = places[i];
      if (position < -count || position >= count) {
        throw new BadIndexException(
            "position %d is out of range for a tensor of %d elements".formatted(position, count));
      }
      places[i] = whole.offset() + (position < 0 ? position + count : position);
    }
    return n;
  }

  /** All indices along a dimension, checked. */
  private static long[] indices(StridedArray index, long size, long dim) {
    long[] values = new long[Math.toIntExact(index.count())];
    Rows.load(index, index.offset(), 1, values.length, values);
    for (long value : values) {
      check(value, size, dim);
    }
    return values;
  }

  private static void check(long index, long size, long dim) {
    if (index < 0 || index >= size) {
      throw new BadIndexException(
          "index %d is out of range for dimension %d of size %d".formatted(index, dim, size));
    }
  }

  /** A contiguous array as (outer, size, inner) around one dimension. */
  private static final class Parts {
    private final long outer;
    private final long size;
    private final long inner;

    Parts(StridedArray array, long dim) {
      int rank = array.rank();
      long before = 1;
      long behind = 1;
      int at = (int) (dim < 0 ? dim + Math.max(rank, 1) : dim);
      for (int i = 0; i < rank; i++) {
        before *= i < at ? array.shape()[i] : 1;
        behind *= i > at ? array.shape()[i] : 1;
      }
      outer = before;
      size = rank == 0 ? 1 : array.shape()[at];
      inner = behind;
    }
  }

  /** Walks over an index array and tells the places it names along a dimension of another one. */
  private static final class Along {
    private final StridedArray index;
    private final long dim;
    private final int at;
    private final long size;
    private final long[] strides;
    private final long[] counter;
    private final long offset;
    private long done;

    Along(StridedArray whole, StridedArray index, long dim) {
      int rank = Math.max(whole.rank(), 1);
      this.index =
          index.rank() == 0 ? index.with(new long[] {1}, new long[] {1}, index.offset()) : index;
      this.dim = dim;
      this.at = (int) (dim < 0 ? dim + rank : dim);
      this.size = whole.rank() == 0 ? 1 : whole.shape()[at];
      this.strides =
          whole.rank() == 0 ? new long[] {1} : StridedArray.contiguousStrides(whole.shape());
      this.counter = new long[rank];
      this.offset = whole.offset();
    }

    /** The next {@code n} places. */
    void next(int n, long[] places) {
      Rows.load(index, index.offset() + done, 1, n, places);
      for (int i = 0; i < n; i++) {
        long value = places[i];
        check(value, size, dim);
        long place = offset + value * strides[at];
        for (int d = 0; d < counter.length; d++) {
          place += d == at ? 0 : counter[d] * strides[d];
        }
        places[i] = place;
        step();
      }
      done += n;
    }

    private void step() {
      for (int d = counter.length - 1; d >= 0; d--) {
        if (++counter[d] < index.shape()[d]) {
          return;
        }
        counter[d] = 0;
      }
    }
  }
}
