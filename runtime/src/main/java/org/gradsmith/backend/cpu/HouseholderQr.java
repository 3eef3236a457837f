/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

/**
 * A matrix as Q·R by Householder's reflections (G. Golub and C. Van Loan, "Matrix Computations",
 * 5.2.2). A diagonal element of R gets the sign opposite to that of the element it replaces; a
 * column that is already zero below it is left alone, as in LAPACK.
 */
final class HouseholderQr {
  private final int rows;
  private final int columns;

  /** R, and below its diagonal the reflections' vectors, whose first element is 1. */
  private final double[] factors;

  private final double[] scales;

  private HouseholderQr(double[] matrix, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    factors = matrix;
    scales = new double[Math.min(rows, columns)];
  }

  /** Factors a matrix (rows, columns), which is overwritten. */
  static HouseholderQr of(double[] matrix, int rows, int columns) {
    HouseholderQr qr = new HouseholderQr(matrix, rows, columns);
    for (int k = 0; k < qr.scales.length; k++) {
      qr.scales[k] = qr.reflection(k);
      qr.reflect(k, matrix, columns, k + 1);
    }
    return qr;
  }

  /** Makes column k zero below the diagonal; what the reflection's vector is multiplied with. */
  private double reflection(int k) {
    double largest = 0;
    for (int i = k + 1; i < rows; i++) {
      largest = Math.max(largest, Math.abs(factors[i * columns + k]));
    }
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (int i = k + 1; i < rows; i++) {
      double ratio = factors[i * columns + k] / largest;
      sum += ratio * ratio;
    }
    double head = factors[k * columns + k];
    double length = -Math.copySign(Math.hypot(head, largest * Math.sqrt(sum)), head);
    for (int i = k + 1; i < rows; i++) {
      factors[i * columns + k] /= head - length;
    }
    factors[k * columns + k] = length;
    return (length - head) / length;
  }

  /** Applies reflection k to the columns of a matrix of equally many rows, from one column on. */
  private void reflect(int k, double[] matrix, int width, int from) {
    if (scales[k] == 0 || from >= width) {
      return;
    }
    double[] along = new double[width];
    System.arraycopy(matrix, k * width, along, 0, width);
    for (int i = k + 1; i < rows; i++) {
      double v = factors[i * columns + k];
      for (int j = from; j < width; j++) {
        along[j] += v * matrix[i * width + j];
      }
    }
    for (int i = k; i < rows; i++) {
      double v = scales[k] * (i == k ? 1 : factors[i * columns + k]);
      for (int j = from; j < width; j++) {
        matrix[i * width + j] -= v * along[j];
      }
    }
  }

  /** What the vector of reflection k is multiplied with. */
  double scale(int k) {
    return scales[k];
  }

  /** The first columns of Q, (rows, width). */
  double[] q(int width) {
    double[] q = new double[rows * width];
    for (int i = 0; i < Math.min(rows, width); i++) {
      q[i * width + i] = 1;
    }
    for (int k = scales.length - 1; k >= 0; k--) {
      reflect(k, q, width, k);
    }
    return q;
  }

  /** The first rows of R, (height, columns). */
  double[] r(int height) {
    double[] r = new double[height * columns];
    for (int i = 0; i < height; i++) {
      for (int j = i; j < columns; j++) {
        r[i * columns + j] = factors[i * columns + j];
      }
    }
    return r;
  }
}
