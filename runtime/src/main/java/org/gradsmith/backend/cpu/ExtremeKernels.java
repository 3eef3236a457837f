/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;

/**
 * Searches along rows for the largest and smallest elements. Operands are contiguous. Where {@link
 * RowKernels} takes them, searches that have a row kernel too do not come here.
 */
final class ExtremeKernels {
  private static final int CHUNK = 1024;

  private ExtremeKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Reductions.ARGMAX, Kernel.of((x, attributes, y) -> place(x, attributes, y, true)),
        Reductions.ARGMIN, Kernel.of((x, attributes, y) -> place(x, attributes, y, false)),
        Extremes.EXTREME, Kernel.of(ExtremeKernels::extreme),
        Extremes.ONE_OF, Kernel.of((operands, _, y) -> CopyKernels.copy(operands[1], y[0])),
        Extremes.RUNNING_EXTREME, Kernel.of(ExtremeKernels::runningExtreme));
  }

  private static void place(
      StridedArray[] operands, Object[] attributes, StridedArray[] results, boolean largest) {
    StridedArray x = operands[0];
    StridedArray y = results[0];
    int dim = x.rank() == 0 ? 0 : ReductionKernels.dimension((Long) attributes[0], x.rank());
    long n = x.rank() == 0 ? 1 : x.shape()[dim];
    long inner = x.rank() == 0 ? 1 : ReductionKernels.product(x.shape(), dim + 1);
    if (n == 0 && y.count() > 0) {
      throw new IllegalArgumentException(
          "%s: a dimension without elements has no %s one"
              .formatted(largest ? "argmax" : "argmin", largest ? "largest" : "smallest"));
    }
    Search search = new Search(x, n, inner, largest);
    for (long i = 0; i < y.count(); i++) {
      long start = x.offset() + i / inner * n * inner + i % inner;
      Rows.store(search.from(start), y, y.offset() + i);
    }
  }

  private static void extreme(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray y = results[0];
    long n = x.shape()[x.rank() - 1];
    if (n == 0 && y.count() > 0) {
      throw new IllegalArgumentException(
          "the largest or smallest of no elements: a dimension of size 0 has none");
    }
    Search search = new Search(x, n, 1, (Long) attributes[0] != 0);
    long width = x.dtype().byteSize();
    MemorySegment from = x.storage().segment();
    MemorySegment to = y.storage().segment();
    for (long i = 0; i < y.count(); i++) {
      long start = x.offset() + i * n;
      long found = start + search.from(start);
      MemorySegment.copy(from, found * width, to, (y.offset() + i) * width, width);
    }
  }

  /** Finds the first of the largest (or smallest) elements of a row. */
  private static final class Search {
    private final StridedArray x;
    private final long n;
    private final long stride;
    private final boolean largest;
    private final long[] keys;

    Search(StridedArray x, long n, long stride, boolean largest) {
      this.x = x;
      this.n = n;
      this.stride = stride;
      this.largest = largest;
      this.keys = new long[(int) Math.min(n, CHUNK)];
    }

    long from(long start) {
      long best = 0;
      long place = -1;
      for (long done = 0; done < n; done += CHUNK) {
        int part = (int) Math.min(CHUNK, n - done);
        OrderKeys.load(x, start + done * stride, stride, part, largest, keys);
        long extreme = largest ? largest(part) : smallest(part);
        if (place < 0 || (largest ? extreme > best : extreme < best)) {
          best = extreme;
          int i = 0;
          while (keys[i] != extreme) {
            i++;
          }
          place = done + i;
        }
      }
      return place;
    }

    private long largest(int part) {
      long extreme = keys[0];
      for (int i = 1; i < part; i++) {
        extreme = Math.max(extreme, keys[i]);
      }
      return extreme;
    }

    private long smallest(int part) {
      long extreme = keys[0];
      for (int i = 1; i < part; i++) {
        extreme = Math.min(extreme, keys[i]);
      }
      return extreme;
    }
  }

  /** The last of equal elements; nothing replaces a NaN but a NaN. */
  private static void runningExtreme(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    boolean largest = (Long) attributes[0] != 0;
    if (x.count() == 0) {
      return;
    }
    int n = Math.toIntExact(x.shape()[x.rank() - 1]);
    long[] keys = new long[n];
    for (long start = 0; start < x.count(); start += n) {
      OrderKeys.load(x, x.offset() + start, 1, n, largest, keys);
      int best = 0;
      for (int i = 0; i < n; i++) {
        if (largest ? keys[i] >= keys[best] : keys[i] <= keys[best]) {
          best = i;
        }
        Rows.store(best, results[0], results[0].offset() + start + i);
      }
    }
  }
}
