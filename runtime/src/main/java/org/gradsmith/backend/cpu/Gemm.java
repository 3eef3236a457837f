/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import org.gradsmith.backend.StridedArray;

/**
 * Products of matrices in plain Java, computed in double and rounded once. The order of additions
 * depends on the number of columns of the left matrix only.
 */
final class Gemm {
  private static final int ROWS = 512;
  private static final int COLUMNS = 256;
  private static final int DEPTH = 256;

  private Gemm() {}

  /** Reads a part of a matrix, row by row. */
  private static void load(
      StridedArray matrix, long row, int rows, long column, int columns, double[] target) {
    for (int i = 0; i < rows; i++) {
      long at = place(matrix, row + i, column);
      Rows.load(matrix, at, matrix.strides()[1], columns, target, i * columns);
    }
  }

  private static void store(
      double[] source, StridedArray matrix, long row, int rows, long column, int columns) {
    for (int i = 0; i < rows; i++) {
      long at = place(matrix, row + i, column);
      Rows.store(source, i * columns, columns, matrix, at, matrix.strides()[1]);
    }
  }

  private static long place(StridedArray matrix, long row, long column) {
    return matrix.offset() + row * matrix.strides()[0] + column * matrix.strides()[1];
  }

  /** c = a · b for matrices (M, K) and (K, N) of any strides. */
  static void multiply(StridedArray a, StridedArray b, StridedArray c) {
    multiply(a, b, c, false);
  }

  /** c += a · b; what is there is added first. */
  static void addProduct(StridedArray a, StridedArray b, StridedArray c) {
    multiply(a, b, c, true);
  }

  private static void multiply(StridedArray a, StridedArray b, StridedArray c, boolean adds) {
    long m = a.shape()[0];
    long k = a.shape()[1];
    long n = b.shape()[1];
    if (b.shape()[0] != k || c.shape()[0] != m || c.shape()[1] != n) {
      throw new IllegalArgumentException(
          "matrices do not multiply: (%d, %d) by (%d, %d)".formatted(m, k, b.shape()[0], n));
    }
    int blockRows = (int) Math.min(ROWS, m);
    int blockColumns = (int) Math.min(COLUMNS, n);
    int blockDepth = (int) Math.min(DEPTH, k);
    double[] left = new double[blockRows * blockDepth];
    double[] right = new double[blockDepth * blockColumns];
    double[] sums = new double[blockRows * blockColumns];
    for (long column = 0; column < n; column += COLUMNS) {
      int columns = (int) Math.min(COLUMNS, n - column);
      for (long row = 0; row < m; row += ROWS) {
        int rows = (int) Math.min(ROWS, m - row);
        if (adds) {
          load(c, row, rows, column, columns, sums);
        } else {
          Arrays.fill(sums, 0, rows * columns, 0);
        }
        for (long inner = 0; inner < k; inner += DEPTH) {
          int depth = (int) Math.min(DEPTH, k - inner);
          load(a, row, rows, inner, depth, left);
          load(b, inner, depth, column, columns, right);
          accumulate(left, right, sums, rows, depth, columns);
        }
        store(sums, c, row, rows, column, columns);
      }
    }
  }

  /** sums (m, n) += left (m, k) · right (k, n), all row by row without gaps. */
  static void accumulate(double[] left, double[] right, double[] sums, int m, int k, int n) {
    int i = 0;
    for (; i + 4 <= m; i += 4) {
      for (int p = 0; p < k; p++) {
        fourRows(
            left[i * k + p],
            left[(i + 1) * k + p],
            left[(i + 2) * k + p],
            left[(i + 3) * k + p],
            right,
            p * n,
            sums,
            i * n,
            n);
      }
    }
    for (; i < m; i++) {
      for (int p = 0; p < k; p++) {
        double factor = left[i * k + p];
        for (int j = 0; j < n; j++) {
          sums[i * n + j] += factor * right[p * n + j];
        }
      }
    }
  }

  /** A shape that C2 turns into vector instructions. */
  private static void fourRows(
      double f0,
      double f1,
      double f2,
      double f3,
      double[] right,
      int from,
      double[] sums,
      int to,
      int n) {
    int second = to + n;
    int third = second + n;
    int fourth = third + n;
    for (int j = 0; j < n; j++) {
      double value = right[from + j];
      sums[to + j] += f0 * value;
      sums[second + j] += f1 * value;
      sums[third + j] += f2 * value;
      sums[fourth + j] += f3 * value;
    }
  }
}
