/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reflections make it
 * tridiagonal, rotations with implicit shifts diagonal (G. Golub and C. Van Loan, "Matrix
 * Computations", 8.3). A block is worked on from the end where its diagonal is smaller in
 * magnitude, as in LAPACK's steqr, so that the signs of eigenvectors mostly are what LAPACK's users
 * are used to.
 */
final class SymmetricQl {
  private static final double ROUNDING = Math.ulp(0.5);
  private static final int MOST_STEPS = 30;

  private final int n;

  /** The tridiagonal matrix; in the end {@code diagonal} holds the eigenvalues. */
  private final double[] diagonal;

  private final double[] beside;

  /** Eigenvectors, one behind the other. */
  private final double[][] vectors;

  private SymmetricQl(int n) {
    this.n = n;
    diagonal = new double[n];
    beside = new double[Math.max(n - 1, 0)];
    vectors = new double[n][n];
  }

  /**
   * Decomposes a matrix (n, n) of finite elements, of which the lower triangle is read, and which
   * is overwritten; null if the rotations do not converge. If {@code fromEnd}, reflections start at
   * the last row instead of the first, as LAPACK does it with upper triangles.
   */
  static @Nullable SymmetricQl of(double[] matrix, int n, boolean fromEnd) {
    double scale = scale(matrix);
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] *= 1 / scale;
    }
    SymmetricQl found = new SymmetricQl(n);
    if (fromEnd) {
      reverse(matrix);
    }
    found.tridiagonalize(matrix);
    if (fromEnd) {
      found.reverse();
    }
    if (!found.diagonalize()) {
      return null;
    }
    found.sort();
    for (int i = 0; i < n; i++) {
      found.diagonal[i] *= scale;
    }
    return found;
  }

  /** A power of two near the largest element where squares could overflow or vanish, else 1. */
  static double scale(double[] matrix) {
    double largest = 0;
    for (double value : matrix) {
      largest = Math.max(largest, Math.abs(value));
    }
    boolean safe = largest == 0 || (largest > 0x1p-300 && largest < 0x1p300);
    return safe ? 1 : Math.scalb(1.0, Math.clamp(Math.getExponent(largest), -1000, 1000));
  }

  /** In ascending order. */
  double[] values() {
    return diagonal;
  }

  /** Eigenvectors as columns, row by row. */
  double[] vectors() {
    double[] columns = new double[n * n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        columns[i * n + j] = vectors[j][i];
      }
    }
    return columns;
  }

  /** A symmetric matrix stays one when all its elements are read backwards. */
  private static void reverse(double[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  private void reverse() {
    reverse(diagonal);
    reverse(beside);
    for (double[] vector : vectors) {
      reverse(vector);
    }
    Collections.reverse(Arrays.asList(vectors));
  }

  private void tridiagonalize(double[] a) {
    double[][] reflections = new double[n][];
    double[] scales = new double[n];
    for (int k = 0; k + 1 < n; k++) {
      int size = n - k - 1;
      double[] column = new double[size];
      for (int i = 0; i < size; i++) {
        column[i] = a[(k + 1 + i) * n + k];
      }
      HouseholderQr reflection = HouseholderQr.of(column, size, 1);
      double[] v = column; // the vector of the reflection, behind the length it leaves
      beside[k] = v[0];
      scales[k] = reflection.scale(0);
      v[0] = 1;
      reflections[k] = v;
      update(a, k + 1, v, scales[k]);
    }
    for (int k = 0; k < n; k++) {
      diagonal[k] = a[k * n + k];
      vectors[k][k] = 1;
    }
    for (int k = n - 2; k >= 0; k--) {
      for (int j = k + 1; j < n; j++) {
        reflect(reflections[k], scales[k], vectors[j], k + 1);
      }
    }
  }

  /** H·A·H for the trailing part of A, by a change of rank 2 to its lower triangle. */
  private void update(double[] a, int from, double[] v, double scale) {
    if (scale == 0) {
      return;
    }
    int size = v.length;
    double[] w = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = a[(from + i) * n + from + j];
        w[i] += scale * value * v[j];
        w[j] += i == j ? 0 : scale * value * v[i];
      }
    }
    double along = 0;
    for (int i = 0; i < size; i++) {
      along += w[i] * v[i];
    }
    for (int i = 0; i < size; i++) {
      w[i] -= 0.5 * scale * along * v[i];
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        a[(from + i) * n + from + j] -= v[i] * w[j] + w[i] * v[j];
      }
    }
  }

  private static void reflect(double[] v, double scale, double[] column, int from) {
    double along = 0;
    for (int i = 0; i < v.length; i++) {
      along += v[i] * column[from + i];
    }
    for (int i = 0; i < v.length; i++) {
      column[from + i] -= scale * along * v[i];
    }
  }

  /** Block by block, where blocks end at elements beside the diagonal that are negligible. */
  private boolean diagonalize() {
    int steps = 0;
    int first = 0;
    while (first < n) {
      int last = first;
      while (last + 1 < n && !isNegligible(last)) {
        last++;
      }
      if (last + 1 < n) {
        beside[last] = 0;
      }
      boolean turned = Math.abs(diagonal[last]) < Math.abs(diagonal[first]);
      int at = turned ? last : first;
      int end = turned ? first : last;
      int step = turned ? -1 : 1;
      while ((end - at) * step >= 0) {
        int split = split(at, end, step);
        if (split == at) {
          at += step;
        } else if (split == at + step) {
          solvePair(Math.min(at, split));
          at += 2 * step;
        } else if (steps++ < MOST_STEPS * n) {
          rotate(at, split, step);
        } else {
          return false;
        }
      }
      first = last + 1;
    }
    return true;
  }

  private boolean isNegligible(int i) {
    double e = Math.abs(beside[i]);
    double scale = Math.sqrt(Math.abs(diagonal[i])) * Math.sqrt(Math.abs(diagonal[i + 1]));
    return e <= scale * ROUNDING;
  }

  /** The place from {@code at} on behind which the block falls into two. */
  private int split(int at, int end, int step) {
    int m = at;
    for (; m != end; m += step) {
      int between = Math.min(m, m + step);
      double square = beside[between] * beside[between];
      double limit = ROUNDING * ROUNDING * Math.abs(diagonal[m]) * Math.abs(diagonal[m + step]);
      if (square <= limit + Double.MIN_NORMAL) {
        beside[between] = 0;
        break;
      }
    }
    return m;
  }

  /** One sweep of rotations from {@code split} back to {@code at}, shifted by Wilkinson's shift. */
  private void rotate(int at, int split, int step) {
    double start = diagonal[at];
    double e = beside[Math.min(at, at + step)];
    double g = (diagonal[at + step] - start) / (2 * e);
    g = diagonal[split] - start + e / (g + Math.copySign(Math.hypot(g, 1), g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int q = split; q != at; q -= step) {
      int next = q - step;
      double f = s * beside[Math.min(q, next)];
      double b = c * beside[Math.min(q, next)];
      double r = g == 0 ? f : Math.hypot(f, g);
      r = Math.abs(g) > Math.abs(f) ? Math.copySign(r, g) : r;
      c = f == 0 ? 1 : g / r;
      s = f == 0 ? 0 : f / r;
      r = f == 0 ? g : r;
      if (q != split) {
        beside[Math.min(q, q + step)] = r;
      }
      g = diagonal[q] - p;
      double t = (diagonal[next] - g) * s + 2 * c * b;
      p = s * t;
      diagonal[q] = g + p;
      g = c * t - b;
      turn(Math.min(q, next), c, -step * s);
    }
    diagonal[at] -= p;
    beside[Math.min(at, at + step)] = g;
  }

  /** Turns the eigenvectors i and i + 1. */
  private void turn(int i, double c, double s) {
    double[] low = vectors[i];
    double[] high = vectors[i + 1];
    for (int k = 0; k < n; k++) {
      double h = high[k];
      high[k] = c * h - s * low[k];
      low[k] = s * h + c * low[k];
    }
  }

  /** The block of two at i: by the rotation that makes it diagonal, the larger magnitude first. */
  private void solvePair(int i) {
    double a = diagonal[i];
    double b = beside[i];
    double d = diagonal[i + 1];
    double sum = a + d;
    double difference = a - d;
    double root = Math.hypot(difference, 2 * b);
    double large = sum < 0 ? 0.5 * (sum - root) : 0.5 * (sum + root);
    double major = Math.abs(a) > Math.abs(d) ? a : d;
    double minor = Math.abs(a) > Math.abs(d) ? d : a;
    diagonal[i] = large;
    diagonal[i + 1] = sum == 0 ? -0.5 * root : major / large * minor - b / large * b;
    beside[i] = 0;
    double cosine = difference >= 0 ? difference + root : difference - root;
    double c;
    double s;
    if (Math.abs(cosine) > Math.abs(2 * b)) {
      double cotangent = -2 * b / cosine;
      s = 1 / Math.sqrt(1 + cotangent * cotangent);
      c = cotangent * s;
    } else if (b == 0) {
      c = 1;
      s = 0;
    } else {
      double tangent = -cosine / (2 * b);
      c = 1 / Math.sqrt(1 + tangent * tangent);
      s = tangent * c;
    }
    if (difference >= 0 == sum >= 0) {
      double kept = c;
      c = -s;
      s = kept;
    }
    turn(i, c, s);
  }

  private void sort() {
    for (int i = 0; i + 1 < n; i++) {
      int least = i;
      for (int j = i + 1; j < n; j++) {
        least = diagonal[j] < diagonal[least] ? j : least;
      }
      double value = diagonal[i];
      diagonal[i] = diagonal[least];
      diagonal[least] = value;
      double[] vector = vectors[i];
      vectors[i] = vectors[least];
      vectors[least] = vector;
    }
  }
}
