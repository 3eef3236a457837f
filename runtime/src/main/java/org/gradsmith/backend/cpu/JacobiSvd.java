/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.SingularValues;

/**
 * The singular value decomposition by one-sided Jacobi rotations: pairs of columns are turned until
 * all are orthogonal; their lengths then are the singular values (G. Golub and C. Van Loan, "Matrix
 * Computations", 8.6.3). Everything is computed in double.
 */
final class JacobiSvd {
  private static final int MOST_SWEEPS = 60;
  private static final double ORTHOGONAL = 1e-15;

  /** Columns of the tall matrix, which become those of its left factor. */
  private final double[][] left;

  /** Columns of the right factor. */
  private final double[][] right;

  private final double[] values;

  private JacobiSvd(double[][] columns) {
    left = columns;
    right = new double[columns.length][columns.length];
    values = new double[columns.length];
    for (int i = 0; i < right.length; i++) {
      right[i][i] = 1;
    }
  }

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(SingularValues.SVD, Kernel.of(JacobiSvd::svd));
  }

  private static void svd(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray x = operands[0];
    int rows = Math.toIntExact(x.shape()[0]);
    int columns = Math.toIntExact(x.shape()[1]);
    boolean tall = rows >= columns;
    double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (int i = 0; i < vectors.length; i++) {
      long at = x.offset() + (tall ? i : (long) i * columns);
      Rows.load(x, at, tall ? columns : 1, vectors[i].length, vectors[i]);
    }
    JacobiSvd svd = new JacobiSvd(vectors);
    svd.rotate();
    svd.normalise();
    int[] order =
        IntStream.range(0, vectors.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -svd.values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    store(tall ? svd.left : svd.right, order, results[0]);
    double[] sorted = Arrays.stream(order).mapToDouble(i -> svd.values[i]).toArray();
    Rows.store(sorted, 0, sorted.length, results[1], results[1].offset(), 1);
    store(tall ? svd.right : svd.left, order, results[2]);
  }

  private static void store(double[][] columns, int[] order, StridedArray result) {
    for (int i = 0; i < order.length; i++) {
      double[] column = columns[order[i]];
      Rows.store(column, 0, column.length, result, result.offset() + i, order.length);
    }
  }

  private void rotate() {
    boolean turned = true;
    for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
      turned = false;
      for (int p = 0; p < left.length; p++) {
        for (int q = p + 1; q < left.length; q++) {
          turned |= rotate(p, q);
        }
      }
    }
  }

  private boolean rotate(int p, int q) {
    double alpha = dot(left[p], left[p]);
    double beta = dot(left[q], left[q]);
    double gamma = dot(left[p], left[q]);
    if (!(Math.abs(gamma) > ORTHOGONAL * Math.sqrt(alpha) * Math.sqrt(beta))) {
      return false;
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
    for (double[] other : left) {
      double along = dot(candidate, other);
      for (int i = 0; i < candidate.length; i++) {
        candidate[i] -= along * other[i];
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
