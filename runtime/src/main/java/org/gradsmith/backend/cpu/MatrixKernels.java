/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Op;

/** Ops on the matrices in the last two dimensions of contiguous arrays, computed in double. */
final class MatrixKernels {
  private MatrixKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Matrices.TRIL, Kernel.of((x, a, r) -> triangle(x[0], r[0], (Long) a[0], true)),
        Matrices.TRIU, Kernel.of((x, a, r) -> triangle(x[0], r[0], (Long) a[0], false)),
        Matrices.INVERSE, Kernel.of((x, a, r) -> inverse(x[0], r[0])),
        Matrices.SOLVE, Kernel.of((x, a, r) -> solve(x[0], x[1], r[0])),
        Matrices.CHOLESKY, Kernel.of((x, a, r) -> cholesky(x[0], r[0])),
        Matrices.DET, Kernel.of((x, a, r) -> determinants(x[0], r[0])),
        Matrices.LOG_ABS_DET, Kernel.of((x, a, r) -> logDeterminants(x[0], r[0], r[1])),
        Matrices.SCALE, Kernel.of((x, a, r) -> scale(x[0], x[1], r[0])),
        Matrices.INNER, Kernel.of((x, a, r) -> inner(x[0], x[1], r[0])));
  }

  private static int rows(StridedArray x) {
    return Math.toIntExact(x.shape()[x.rank() - 2]);
  }

  private static int columns(StridedArray x) {
    return Math.toIntExact(x.shape()[x.rank() - 1]);
  }

  private static long matrices(StridedArray x) {
    long count = 1;
    for (int i = 0; i < x.rank() - 2; i++) {
      count *= x.shape()[i];
    }
    return count;
  }

  private static double[] load(StridedArray x, long matrix) {
    int size = rows(x) * columns(x);
    double[] values = new double[size];
    Rows.load(x, x.offset() + matrix * size, 1, size, values);
    return values;
  }

  private static void store(double[] values, StridedArray x, long matrix) {
    Rows.store(values, 0, values.length, x, x.offset() + matrix * values.length, 1);
  }

  private static void triangle(StridedArray x, StridedArray result, long diagonal, boolean lower) {
    CopyKernels.fill(result, 0);
    int rows = rows(x);
    int columns = columns(x);
    for (long m = 0; m < matrices(x); m++) {
      for (int i = 0; i < rows; i++) {
        long edge = i + diagonal;
        long from = lower ? 0 : Math.clamp(edge, 0, columns);
        long to = lower ? Math.clamp(edge + 1, 0, columns) : columns;
        if (from < to) {
          long at = (m * rows + i) * columns + from;
          CopyKernels.copy(part(x, at, to - from), part(result, at, to - from));
        }
      }
    }
  }

  private static StridedArray part(StridedArray x, long at, long length) {
    return x.with(new long[] {length}, new long[] {1}, x.offset() + at);
  }

  private static void inverse(StridedArray x, StridedArray result) {
    int n = rows(x);
    for (long m = 0; m < matrices(x); m++) {
      double[] identity = new double[n * n];
      for (int i = 0; i < n; i++) {
        identity[i * n + i] = 1;
      }
      LuFactors lu = LuFactors.of(load(x, m), n);
      lu.requireRegular("inverse", m);
      lu.solve(identity, n);
      store(identity, result, m);
    }
  }

  private static void solve(StridedArray a, StridedArray b, StridedArray result) {
    for (long m = 0; m < matrices(a); m++) {
      LuFactors lu = LuFactors.of(load(a, m), rows(a));
      lu.requireRegular("solve", m);
      double[] x = load(b, m);
      lu.solve(x, columns(b));
      store(x, result, m);
    }
  }

  private static void determinants(StridedArray x, StridedArray result) {
    for (long m = 0; m < matrices(x); m++) {
      double[] value = {LuFactors.of(load(x, m), rows(x)).determinant()};
      Rows.store(value, 0, 1, result, result.offset() + m, 1);
    }
  }

  private static void logDeterminants(StridedArray x, StridedArray log, StridedArray sign) {
    for (long m = 0; m < matrices(x); m++) {
      LuFactors lu = LuFactors.of(load(x, m), rows(x));
      Rows.store(new double[] {lu.logAbsDeterminant()}, 0, 1, log, log.offset() + m, 1);
      Rows.store(new double[] {lu.sign()}, 0, 1, sign, sign.offset() + m, 1);
    }
  }

  /** Row by row: the element on the diagonal first, what lies below it next. */
  private static void cholesky(StridedArray x, StridedArray result) {
    int n = rows(x);
    for (long m = 0; m < matrices(x); m++) {
      double[] a = load(x, m);
      double[] lower = new double[n * n];
      for (int j = 0; j < n; j++) {
        double d = a[j * n + j];
        for (int k = 0; k < j; k++) {
          d -= lower[j * n + k] * lower[j * n + k];
        }
        if (!(d > 0)) {
          throw new ArithmeticException(
              "cholesky: matrix %d is not positive definite: its leading minor of order %d is not positive"
                  .formatted(m, j + 1));
        }
        double root = Math.sqrt(d);
        lower[j * n + j] = root;
        for (int i = j + 1; i < n; i++) {
          double sum = a[i * n + j];
          for (int k = 0; k < j; k++) {
            sum -= lower[i * n + k] * lower[j * n + k];
          }
          lower[i * n + j] = sum / root;
        }
      }
      store(lower, result, m);
    }
  }

  private static void scale(StridedArray x, StridedArray s, StridedArray result) {
    double[] factor = new double[1];
    for (long m = 0; m < matrices(x); m++) {
      double[] values = load(x, m);
      Rows.load(s, s.offset() + m, 1, 1, factor);
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor[0];
      }
      store(values, result, m);
    }
  }

  private static void inner(StridedArray a, StridedArray b, StridedArray result) {
    for (long m = 0; m < matrices(a); m++) {
      double[] x = load(a, m);
      double[] y = load(b, m);
      double[] sum = new double[1];
      for (int i = 0; i < x.length; i++) {
        sum[0] += x[i] * y[i];
      }
      Rows.store(sum, 0, 1, result, result.offset() + m, 1);
    }
  }
}
