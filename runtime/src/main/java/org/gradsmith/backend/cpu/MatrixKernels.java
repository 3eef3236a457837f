/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.BadMatrixException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Op;

/** Ops on the matrices in the last two dimensions of contiguous arrays, computed in double. */
final class MatrixKernels {
  private MatrixKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Matrices.TRIL, Kernel.of((x, a, r) -> triangle(stack(x[0]), r[0], (Long) a[0], true)),
        Matrices.TRIU, Kernel.of((x, a, r) -> triangle(stack(x[0]), r[0], (Long) a[0], false)),
        Matrices.INVERSE, Kernel.of((x, a, r) -> inverse(stack(x[0]), stack(r[0]))),
        Matrices.SOLVE, Kernel.of((x, a, r) -> solve(stack(x[0]), stack(x[1]), stack(r[0]))),
        Matrices.CHOLESKY, Kernel.of((x, a, r) -> cholesky(stack(x[0]), stack(r[0]))),
        Matrices.SCALE, Kernel.of((x, a, r) -> scale(stack(x[0]), x[1], stack(r[0]))),
        Matrices.INNER, Kernel.of((x, a, r) -> inner(stack(x[0]), stack(x[1]), r[0])));
  }

  private static MatrixStack stack(StridedArray array) {
    return new MatrixStack(array);
  }

  private static void triangle(MatrixStack x, StridedArray result, long diagonal, boolean lower) {
    CopyKernels.fill(result, 0);
    int rows = x.rows();
    int columns = x.columns();
    for (long m = 0; m < x.count(); m++) {
      for (int i = 0; i < rows; i++) {
        long edge = i + diagonal;
        long from = lower ? 0 : Math.clamp(edge, 0, columns);
        long to = lower ? Math.clamp(edge + 1, 0, columns) : columns;
        if (from < to) {
          long at = (m * rows + i) * columns + from;
          CopyKernels.copy(part(x.array(), at, to - from), part(result, at, to - from));
        }
      }
    }
  }

  private static StridedArray part(StridedArray x, long at, long length) {
    return x.with(new long[] {length}, new long[] {1}, x.offset() + at);
  }

  private static void inverse(MatrixStack x, MatrixStack result) {
    for (long m = 0; m < x.count(); m++) {
      LuFactors lu = LuFactors.of(x.load(m), x.rows());
      lu.requireRegular(m);
      result.store(lu.inverse(), m);
    }
  }

  private static void solve(MatrixStack a, MatrixStack b, MatrixStack result) {
    for (long m = 0; m < a.count(); m++) {
      LuFactors lu = LuFactors.of(a.load(m), a.rows());
      lu.requireRegular(m);
      double[] x = b.load(m);
      lu.solve(x, b.columns());
      result.store(x, m);
    }
  }

  /** Row by row: the element on the diagonal first, what lies below it next. */
  private static void cholesky(MatrixStack x, MatrixStack result) {
    int n = x.rows();
    for (long m = 0; m < x.count(); m++) {
      double[] a = x.load(m);
      double[] lower = new double[n * n];
      for (int j = 0; j < n; j++) {
        double d = a[j * n + j];
        for (int k = 0; k < j; k++) {
          d -= lower[j * n + k] * lower[j * n + k];
        }
        if (!(d > 0)) {
          throw new BadMatrixException(
              m,
              "is not positive definite: its leading minor of order %d is not positive"
                  .formatted(j + 1));
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
      result.store(lower, m);
    }
  }

  private static void scale(MatrixStack x, StridedArray s, MatrixStack result) {
    double[] factor = new double[1];
    for (long m = 0; m < x.count(); m++) {
      double[] values = x.load(m);
      Rows.load(s, s.offset() + m, 1, 1, factor);
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor[0];
      }
      result.store(values, m);
    }
  }

  private static void inner(MatrixStack a, MatrixStack b, StridedArray result) {
    for (long m = 0; m < a.count(); m++) {
      double[] x = a.load(m);
      double[] y = b.load(m);
      double[] sum = new double[1];
      for (int i = 0; i < x.length; i++) {
        sum[0] += x[i] * y[i];
      }
      MatrixStack.store(result, sum, m);
    }
  }
}
