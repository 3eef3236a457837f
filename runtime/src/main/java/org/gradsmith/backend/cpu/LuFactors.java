/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.stream.IntStream;
import org.gradsmith.backend.BadMatrixException;

/** P·A = L·U, by elimination with the largest pivot of each column. */
final class LuFactors {
  /** The least pivot, relative to the largest, with which an inverse still has correct digits. */
  private static final double WELL_CONDITIONED = 1e-6;

  private final double[] lu;
  private final int[] order;
  private final int n;
  private final int columns;
  private int sign = 1;

  private LuFactors(double[] matrix, int rows, int columns) {
    this.lu = matrix;
    this.n = rows;
    this.columns = columns;
    this.order = IntStream.range(0, rows).toArray();
  }

  /** Factors a matrix (n, n), which is overwritten. */
  static LuFactors of(double[] matrix, int n) {
    return of(matrix, n, n);
  }

  /** Factors a matrix (rows, columns), which is overwritten. */
  static LuFactors of(double[] matrix, int rows, int columns) {
    LuFactors factors = new LuFactors(matrix, rows, columns);
    for (int k = 0; k < Math.min(rows, columns); k++) {
      factors.pivot(k);
      factors.eliminate(k);
    }
    return factors;
  }

  private void pivot(int k) {
    int best = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(lu[i * columns + k]) > Math.abs(lu[best * columns + k])) {
        best = i;
      }
    }
    if (best != k) {
      sign = -sign;
      int kept = order[k];
      order[k] = order[best];
      order[best] = kept;
      for (int j = 0; j < columns; j++) {
        double value = lu[k * columns + j];
        lu[k * columns + j] = lu[best * columns + j];
        lu[best * columns + j] = value;
      }
    }
  }

  private void eliminate(int k) {
    double pivot = lu[k * columns + k];
    if (pivot == 0) {
      return; // the column is zero from here on
    }
    for (int i = k + 1; i < n; i++) {
      double factor = lu[i * columns + k] / pivot;
      lu[i * columns + k] = factor;
      for (int j = k + 1; j < columns; j++) {
        lu[i * columns + j] -= factor * lu[k * columns + j];
      }
    }
  }

  /** Fails unless matrix number {@code matrix}, of which these are the factors, has an inverse. */
  void requireRegular(long matrix) {
    for (int k = 0; k < n; k++) {
      if (lu[k * n + k] == 0) {
        throw new BadMatrixException(
            matrix, "is singular: the diagonal element %d of its U factor is zero".formatted(k));
      }
    }
  }

  /** Whether the inverse can be relied on, as far as the pivots tell. */
  boolean isWellConditioned() {
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int k = 0; k < n; k++) {
      double pivot = Math.abs(lu[k * n + k]);
      least = Math.min(least, pivot);
      largest = Math.max(largest, pivot);
    }
    return least > WELL_CONDITIONED * largest;
  }

  double[] inverse() {
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      inverse[i * n + i] = 1;
    }
    solve(inverse, n);
    return inverse;
  }

  /** Which row of the matrix each row of the factors belongs to. */
  int[] order() {
    return order;
  }

  double determinant() {
    double product = sign;
    for (int k = 0; k < n; k++) {
      product *= lu[k * n + k];
    }
    return product;
  }

  double logAbsDeterminant() {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.log(Math.abs(lu[k * n + k]));
    }
    return sum;
  }

  double sign() {
    double product = sign;
    for (int k = 0; k < n; k++) {
      product *= Math.signum(lu[k * n + k]);
    }
    return product;
  }

  /** Replaces B (n, k) by the X of A·X = B. */
  void solve(double[] b, int k) {
    double[] x = new double[b.length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(b, order[i] * k, x, i * k, k);
      for (int p = 0; p < i; p++) {
        subtract(x, i, p, k);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int p = i + 1; p < n; p++) {
        subtract(x, i, p, k);
      }
      for (int j = 0; j < k; j++) {
        x[i * k + j] /= lu[i * n + i];
      }
    }
    System.arraycopy(x, 0, b, 0, b.length);
  }

  private void subtract(double[] x, int row, int from, int k) {
    double factor = lu[row * n + from];
    for (int j = 0; j < k; j++) {
      x[row * k + j] -= factor * x[from * k + j];
    }
  }
}
