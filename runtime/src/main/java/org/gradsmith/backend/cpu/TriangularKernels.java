/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.TriangularSystems;

/** Systems of equations with triangular matrices, and elimination, which leads to them. */
final class TriangularKernels {
  private TriangularKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        TriangularSystems.SOLVE_LOWER, Kernel.of((x, a, r) -> solve(x, r[0], true)),
        TriangularSystems.SOLVE_UPPER, Kernel.of((x, a, r) -> solve(x, r[0], false)),
        TriangularSystems.LU, Kernel.of((x, a, r) -> lu(new MatrixStack(x[0]), r)),
        TriangularSystems.PIVOT_ORDER, Kernel.of((x, a, r) -> order(new MatrixStack(x[0]), r[0])));
  }

  private static void solve(StridedArray[] operands, StridedArray result, boolean lower) {
    MatrixStack a = new MatrixStack(operands[0]);
    MatrixStack b = new MatrixStack(operands[1]);
    int n = a.rows();
    int width = b.columns();
    for (long m = 0; m < a.count(); m++) {
      double[] triangle = a.load(m);
      double[] x = b.load(m);
      for (int step = 0; step < n; step++) {
        int i = lower ? step : n - 1 - step;
        for (int k = lower ? 0 : i + 1; k < (lower ? i : n); k++) {
          double factor = triangle[i * n + k];
          for (int j = 0; j < width; j++) {
            x[i * width + j] -= factor * x[k * width + j];
          }
        }
        for (int j = 0; j < width; j++) {
          x[i * width + j] /= triangle[i * n + i];
        }
      }
      MatrixStack.store(result, x, m);
    }
  }

  private static void lu(MatrixStack x, StridedArray[] results) {
    int n = x.rows();
    for (long m = 0; m < x.count(); m++) {
      double[] upper = x.load(m);
      double[] lower = new double[upper.length];
      for (int k = 0; k < n; k++) {
        lower[k * n + k] = 1;
        for (int i = k + 1; i < n; i++) {
          double value = upper[i * n + k];
          double factor = value == 0 ? 0 : value / upper[k * n + k];
          lower[i * n + k] = factor;
          upper[i * n + k] = 0;
          for (int j = k + 1; j < n; j++) {
            upper[i * n + j] -= factor * upper[k * n + j];
          }
        }
      }
      MatrixStack.store(results[0], lower, m);
      MatrixStack.store(results[1], upper, m);
    }
  }

  private static void order(MatrixStack x, StridedArray result) {
    int rows = x.rows();
    for (long m = 0; m < x.count(); m++) {
      int[] order = LuFactors.of(x.load(m), rows, x.columns()).order();
      for (int i = 0; i < rows; i++) {
        Rows.store(order[i], result, result.offset() + m * rows + i);
      }
    }
  }
}
