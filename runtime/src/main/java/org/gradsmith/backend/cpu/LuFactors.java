/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.stream.IntStream;

/** P·A = L·U, by elimination with the largest pivot of each column. */
final class LuFactors {
  private final double[] lu;
  private final int[] order;
  private final int n;
  private int sign = 1;

  private LuFactors(double[] matrix, int n) {
    this.lu = matrix;
    this.n = n;
    this.order = IntStream.range(0, n).toArray();
  }

  /** Factors a matrix (n, n), which is overwritten. */
  static LuFactors of(double[] matrix, int n) {
    LuFactors factors = new LuFactors(matrix, n);
    for (int k = 0; k < n; k++) {
      factors.pivot(k);
      factors.eliminate(k);
    }
    return factors;
  }

  private void pivot(int k) {
    int best = k;
    for (int i = k + 1; i < n; i++) {
      if (Math.abs(lu[i * n + k]) > Math.abs(lu[best * n + k])) {
        best = i;
      }
    }
    if (best != k) {
      sign = -sign;
      int kept = order[k];
      order[k] = order[best];
      order[best] = kept;
      for (int j = 0; j < n; j++) {
        double value = lu[k * n + j];
        lu[k * n + j] = lu[best * n + j];
        lu[best * n + j] = value;
      }
    }
  }

  private void eliminate(int k) {
    double pivot = lu[k * n + k];
    if (pivot == 0) {
      return; // the column is zero from here on
    }
    for (int i = k + 1; i < n; i++) {
      double factor = lu[i * n + k] / pivot;
      lu[i * n + k] = factor;
      for (int j = k + 1; j < n; j++) {
        lu[i * n + j] -= factor * lu[k * n + j];
      }
    }
  }

  void requireRegular(String op, long matrix) {
    for (int k = 0; k < n; k++) {
      if (lu[k * n + k] == 0) {
        throw new ArithmeticException(
            "%s: matrix %d is singular: the diagonal element %d of its U factor is zero"
                .formatted(op, matrix, k));
      }
    }
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
