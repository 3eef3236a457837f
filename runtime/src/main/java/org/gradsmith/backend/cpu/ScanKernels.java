/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Scans;

/** Goes along rows and carries something on. Operands are contiguous. */
final class ScanKernels {
  private ScanKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Scans.CUMSUM, Kernel.of((x, _, y) -> cumsum(x[0], y[0], false)),
        Scans.CUMSUM_BACK, Kernel.of((x, _, y) -> cumsum(x[0], y[0], true)),
        Scans.DECAYED_SUM, Kernel.of((x, _, y) -> decayedSum(x[0], x[1], y[0], false)),
        Scans.DECAYED_SUM_BACK, Kernel.of((x, _, y) -> decayedSum(x[0], x[1], y[0], true)),
        Scans.RUNNING_PEAKS, Kernel.of((x, _, y) -> runningPeaks(x[0], y[0], y[1])),
        Scans.SHIFT_LATER, Kernel.of(ScanKernels::shiftLater),
        Scans.SHIFT_EARLIER, Kernel.of(ScanKernels::shiftEarlier));
  }

  private static int length(StridedArray x) {
    return x.rank() == 0 ? 1 : Math.toIntExact(x.shape()[x.rank() - 1]);
  }

  private static void cumsum(StridedArray x, StridedArray y, boolean back) {
    int n = length(x);
    if (x.dtype().isFloating()) {
      double[] row = new double[n];
      for (long start = 0; start < x.count(); start += n) {
        Rows.load(x, x.offset() + start, 1, n, row);
        accumulate(row, back);
        Rows.store(row, 0, n, y, y.offset() + start, 1);
      }
      return;
    }
    long[] row = new long[n];
    for (long start = 0; start < x.count(); start += n) {
      Rows.load(x, x.offset() + start, 1, n, row);
      long sum = 0;
      for (int i = 0; i < n; i++) {
        int at = back ? n - 1 - i : i;
        sum += row[at];
        Rows.store(sum, y, y.offset() + start + at);
      }
    }
  }

  /** Compensated as long as all is finite: what rounding loses is added to each sum. */
  private static void accumulate(double[] row, boolean back) {
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < row.length; i++) {
      int at = back ? row.length - 1 - i : i;
      double term = row[at];
      double next = sum + term;
      double added = next - sum;
      lost += (sum - (next - added)) + (term - added);
      sum = next;
      row[at] = Double.isFinite(sum) ? sum + lost : sum;
    }
  }

  private static void decayedSum(StridedArray x, StridedArray decay, StridedArray y, boolean back) {
    int n = length(x);
    double[] row = new double[n];
    double[] decays = new double[n];
    for (long start = 0; start < x.count(); start += n) {
      Rows.load(x, x.offset() + start, 1, n, row);
      Rows.load(decay, decay.offset() + start, 1, n, decays);
      if (back) {
        for (int i = n - 2; i >= 0; i--) {
          row[i] += decays[i + 1] * row[i + 1];
        }
      } else {
        for (int i = 1; i < n; i++) {
          row[i] += decays[i] * row[i - 1];
        }
      }
      Rows.store(row, 0, n, y, y.offset() + start, 1);
    }
  }

  private static void runningPeaks(StridedArray x, StridedArray peaks, StridedArray decays) {
    int n = length(x);
    double[] row = new double[n];
    double[] decay = new double[n];
    for (long start = 0; start < x.count(); start += n) {
      Rows.load(x, x.offset() + start, 1, n, row);
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        double before = largest;
        largest = Math.max(largest, row[i]);
        // a sum of nothing but exponentials of -infinity is 0 relative to any peak
        boolean nothing = before == Double.NEGATIVE_INFINITY;
        boolean finite = Double.isFinite(largest);
        decay[i] = nothing ? 0 : finite ? Math.exp(before - largest) : 1;
        row[i] = finite ? largest : Double.isFinite(before) ? before : 0;
      }
      Rows.store(row, 0, n, peaks, peaks.offset() + start, 1);
      Rows.store(decay, 0, n, decays, decays.offset() + start, 1);
    }
  }

  private static void shiftLater(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray y = results[0];
    int n = length(x);
    int by = (int) Math.min((Long) attributes[0], n);
    double fill = ((Number) attributes[1]).doubleValue();
    if (x.dtype().isFloating()) {
      double[] row = new double[n];
      Arrays.fill(row, 0, by, fill);
      for (long start = 0; start < x.count(); start += n) {
        Rows.load(x, x.offset() + start, 1, n - by, row, by);
        Rows.store(row, 0, n, y, y.offset() + start, 1);
      }
      return;
    }
    for (long start = 0; start < x.count(); start += n) {
      for (int i = 0; i < n; i++) {
        long value = i < by ? (long) fill : Rows.integer(x, x.offset() + start + i - by);
        Rows.store(value, y, y.offset() + start + i);
      }
    }
  }

  private static void shiftEarlier(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    StridedArray y = results[0];
    int n = length(x);
    int by = (int) Math.min((Long) attributes[0], n);
    if (x.dtype().isFloating()) {
      double[] row = new double[n];
      for (long start = 0; start < x.count(); start += n) {
        Rows.load(x, x.offset() + start + by, 1, n - by, row, 0);
        Rows.store(row, 0, n, y, y.offset() + start, 1);
      }
      return;
    }
    for (long start = 0; start < x.count(); start += n) {
      for (int i = 0; i < n; i++) {
        long value = i + by < n ? Rows.integer(x, x.offset() + start + i + by) : 0;
        Rows.store(value, y, y.offset() + start + i);
      }
    }
  }
}
