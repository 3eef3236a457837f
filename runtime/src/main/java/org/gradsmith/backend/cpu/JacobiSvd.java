/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The singular value decomposition by one-sided Jacobi rotations: pairs of columns are turned until
 * all are orthogonal; their lengths then are the singular values (G. Golub and C. Van Loan, "Matrix
 * Computations", 8.6.3). Everything is computed in double.
 */
final class JacobiSvd {
  private static final int MOST_SWEEPS = 60;
  private static final double ROUNDING = Math.ulp(1.0);

  /** What, relative to another squared length, is left of a column that was a multiple of it. */
  private static final double NOISE = ROUNDING * ROUNDING * ROUNDING * ROUNDING;

  /** Columns of the tall matrix, which become those of its left factor. */
  private final double[][] left;

  /** Columns of the right factor. */
  private final double[][] right;

  private final double[] values;

  /** Whether the factors are those of the transposed matrix. */
  private final boolean turned;

  private JacobiSvd(double[][] columns, boolean turned) {
    this.turned = turned;
    left = columns;
    right = new double[columns.length][columns.length];
    values = new double[columns.length];
    for (int i = 0; i < right.length; i++) {
      right[i][i] = 1;
    }
  }

  /**
   * Decomposes a matrix (rows, columns) of finite elements; null if the rotations do not converge.
   */
  static @Nullable JacobiSvd of(double[] matrix, int rows, int columns) {
    double scale = SymmetricQl.scale(matrix);
    boolean tall = rows >= columns;
    double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        vectors[tall ? j : i][tall ? i : j] = matrix[i * columns + j] / scale;
      }
    }
    JacobiSvd svd = new JacobiSvd(vectors, !tall);
    if (!svd.rotate()) {
      return null;
    }
    svd.normalise();
    svd.sort();
    for (int i = 0; i < svd.values.length; i++) {
      svd.values[i] *= scale;
    }
    return svd;
  }

  /** In descending order. */
  double[] values() {
    return values;
  }

  /** Column i of U. */
  double[] u(int i) {
    return turned ? right[i] : left[i];
  }

  /** Column i of V. */
  double[] v(int i) {
    return turned ? left[i] : right[i];
  }

  private void sort() {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] kept = left.clone();
    double[][] keptRight = right.clone();
    double[] keptValues = values.clone();
    for (int i = 0; i < order.length; i++) {
      left[i] = kept[order[i]];
      right[i] = keptRight[order[i]];
      values[i] = keptValues[order[i]];
    }
  }

  /**
   * Turns all pairs until none needs it. What counts as orthogonal is a little less from sweep to
   * sweep, because rounding alone can keep columns near 0 from getting better.
   */
  private boolean rotate() {
    double rounding = 2 * ROUNDING * Math.sqrt(left.length == 0 ? 1 : left[0].length);
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      boolean moved = false;
      double orthogonal = rounding * (1 + sweep);
      for (int p = 0; p < left.length; p++) {
        for (int q = p + 1; q < left.length; q++) {
          moved |= rotate(p, q, orthogonal);
        }
      }
      if (!moved) {
        return true;
      }
    }
    return false;
  }

  private boolean rotate(int p, int q, double orthogonal) {
    double alpha = dot(left[p], left[p]);
    double beta = dot(left[q], left[q]);
    double gamma = dot(left[p], left[q]);
    if (!(Math.abs(gamma) > orthogonal * Math.sqrt(alpha) * Math.sqrt(beta))) {
      return false;
    }
    if (Math.min(alpha, beta) <= NOISE * Math.max(alpha, beta)) {
      Arrays.fill(alpha < beta ? left[p] : left[q], 0);
      return true;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
    double cosine = 1 / Math.hypot(1, tangent);
    turn(left[p], left[q], cosine, cosine * tangent);
    turn(right[p], right[q], cosine, cosine * tangent);
    return true;
  }

  private static void turn(double[] a, double[] b, double cosine, double sine) {
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      a[i] = cosine * x - sine * b[i];
      b[i] = sine * x + cosine * b[i];
    }
  }

  /** Columns get length 1; one of length 0 becomes some vector orthogonal to all others. */
  private void normalise() {
    for (int i = 0; i < left.length; i++) {
      values[i] = Math.sqrt(dot(left[i], left[i]));
      if (values[i] != 0) {
        scale(left[i], 1 / values[i]);
      }
    }
    for (int i = 0; i < left.length; i++) {
      for (int axis = 0; values[i] == 0 && dot(left[i], left[i]) == 0; axis++) {
        complete(i, axis);
      }
    }
  }

  private void complete(int column, int axis) {
    double[] candidate = new double[left[column].length];
    candidate[axis] = 1;
    for (int pass = 0; pass < 2; pass++) { // the second takes away what rounding has left
      for (double[] other : left) {
        double along = dot(candidate, other);
        for (int i = 0; i < candidate.length; i++) {
          candidate[i] -= along * other[i];
        }
      }
    }
    double length = Math.sqrt(dot(candidate, candidate));
    if (length > 0.5 / Math.sqrt(candidate.length)) {
      scale(candidate, 1 / length);
      left[column] = candidate;
    }
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
