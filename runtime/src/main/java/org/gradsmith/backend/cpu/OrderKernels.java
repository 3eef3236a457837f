/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Op;

/**
 * Sorts rows, and counts in them. Operands are contiguous. Where {@link RowKernels} takes them,
 * what is counted does not come here.
 */
final class OrderKernels {
  private OrderKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Extremes.ROW_ORDER, Kernel.of(OrderKernels::rowOrder),
        Extremes.KTH_PLACE, Kernel.of(OrderKernels::kthPlace),
        Extremes.MEDIAN_PLACE, Kernel.of(OrderKernels::medianPlace),
        Extremes.MODE_PLACE, Kernel.of(OrderKernels::modePlace),
        Extremes.ALL, Kernel.of(OrderKernels::all),
        Extremes.ANY, Kernel.of(OrderKernels::any),
        Extremes.COUNT_NONZERO, Kernel.of(OrderKernels::countNonzero));
  }

  private static void rowOrder(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    boolean descending = (Long) attributes[0] != 0;
    if (x.count() == 0) {
      return;
    }
    RowSort sort = new RowSort(x);
    for (long start = 0; start < x.count(); start += sort.n) {
      sort.row(start, descending);
      for (int i = 0; i < sort.n; i++) {
        Rows.store(sort.order[i], results[0], results[0].offset() + start + i);
      }
    }
  }

  private static void kthPlace(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray y = results[0];
    int k = Math.toIntExact((Long) attributes[0]);
    RowSort sort = new RowSort(operands[0]);
    for (long row = 0; row < y.count(); row++) {
      sort.row(row * sort.n, false);
      Rows.store(sort.order[k - 1], y, y.offset() + row);
    }
  }

  private static void medianPlace(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray y = results[0];
    boolean ignoreNaN = (Long) attributes[0] != 0;
    RowSort sort = new RowSort(x);
    for (long row = 0; row < y.count(); row++) {
      sort.row(row * sort.n, false);
      int numbers = sort.n;
      while (x.dtype().isFloating()
          && numbers > 0
          && sort.keys[numbers - 1] == OrderKeys.notANumber(true)) {
        numbers--;
      }
      boolean isNaN = numbers == 0 || (!ignoreNaN && numbers < sort.n);
      int place = isNaN ? numbers : (numbers - 1) / 2;
      Rows.store(sort.order[place], y, y.offset() + row);
    }
  }

  private static void modePlace(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray y = results[0];
    RowSort sort = new RowSort(operands[0]);
    for (long row = 0; row < y.count(); row++) {
      sort.row(row * sort.n, false);
      int best = 0;
      int most = 0;
      int run = 0;
      for (int i = 0; i < sort.n; i++) {
        run = i > 0 && sort.keys[i] == sort.keys[i - 1] ? run + 1 : 1;
        if (run > most) {
          most = run;
          best = i;
        }
      }
      Rows.store(sort.order[best], y, y.offset() + row);
    }
  }

  private static void all(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray y = results[0];
    long n = operands[0].shape()[operands[0].rank() - 1];
    for (long row = 0; row < y.count(); row++) {
      Rows.store(nonzero(operands[0], row * n, n) == n ? 1 : 0, y, y.offset() + row);
    }
  }

  private static void any(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray y = results[0];
    long n = operands[0].shape()[operands[0].rank() - 1];
    for (long row = 0; row < y.count(); row++) {
      Rows.store(nonzero(operands[0], row * n, n) > 0 ? 1 : 0, y, y.offset() + row);
    }
  }

  private static void countNonzero(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray y = results[0];
    long n = operands[0].shape()[operands[0].rank() - 1];
    for (long row = 0; row < y.count(); row++) {
      Rows.store(nonzero(operands[0], row * n, n), y, y.offset() + row);
    }
  }

  /** How many of n elements are not zero; the key of zero is 0 in every dtype. */
  private static long nonzero(StridedArray x, long start, long n) {
    int chunk = (int) Math.min(n, 1024);
    long[] keys = new long[chunk];
    long count = 0;
    for (long done = 0; done < n; done += chunk) {
      int part = (int) Math.min(chunk, n - done);
      OrderKeys.load(x, x.offset() + start + done, 1, part, true, keys);
      for (int i = 0; i < part; i++) {
        count += keys[i] == 0 ? 0 : 1;
      }
    }
    return count;
  }

  /** Sorts one row after the other, stably, in place of memory that all rows share. */
  private static final class RowSort {
    private static final int SHORT = 16;

    private final StridedArray x;
    final int n;

    /** The keys of the row in their sorted order. */
    long[] keys;

    /** Where each of them stood in the row. */
    int[] order;

    private long[] spareKeys;
    private int[] spareOrder;

    RowSort(StridedArray x) {
      this.x = x;
      this.n = Math.toIntExact(x.shape()[x.rank() - 1]);
      this.keys = new long[n];
      this.order = new int[n];
      this.spareKeys = new long[n];
      this.spareOrder = new int[n];
    }

    void row(long start, boolean descending) {
      OrderKeys.load(x, x.offset() + start, 1, n, true, keys);
      for (int i = 0; i < n; i++) {
        keys[i] = descending ? ~keys[i] : keys[i]; // the complement turns the order round
        order[i] = i;
      }
      for (int from = 0; from < n; from += SHORT) {
        insert(from, Math.min(from + SHORT, n));
      }
      for (long width = SHORT; width < n; width *= 2) {
        for (long from = 0; from < n; from += 2 * width) {
          int middle = (int) Math.min(from + width, n);
          merge((int) from, middle, (int) Math.min(from + 2 * width, n));
        }
        long[] sortedKeys = spareKeys;
        int[] sortedOrder = spareOrder;
        spareKeys = keys;
        spareOrder = order;
        keys = sortedKeys;
        order = sortedOrder;
      }
    }

    private void insert(int from, int to) {
      for (int i = from + 1; i < to; i++) {
        long key = keys[i];
        int place = order[i];
        int j = i;
        while (j > from && keys[j - 1] > key) {
          keys[j] = keys[j - 1];
          order[j] = order[j - 1];
          j--;
        }
        keys[j] = key;
        order[j] = place;
      }
    }

    private void merge(int from, int middle, int to) {
      int left = from;
      int right = middle;
      for (int i = from; i < to; i++) {
        boolean takeLeft = right >= to || (left < middle && keys[left] <= keys[right]);
        int taken = takeLeft ? left++ : right++;
        spareKeys[i] = keys[taken];
        spareOrder[i] = order[taken];
      }
    }
  }
}
