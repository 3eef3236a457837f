/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Map;
import org.gradsmith.backend.BadMatrixException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Orthogonalizations;
import org.gradsmith.ir.op.SingularValues;
import org.gradsmith.ir.op.SymmetricEigen;
import org.jspecify.annotations.Nullable;

/** Ops that factor matrices into orthogonal ones and something simpler. */
final class FactorKernels {
  private FactorKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        SingularValues.SVD, Kernel.of((x, a, r) -> svd(new MatrixStack(x[0]), r)),
        SingularValues.PSEUDO_INVERSE,
            Kernel.of((x, a, r) -> pseudoInverse(new MatrixStack(x[0]), a, new MatrixStack(r[0]))),
        SymmetricEigen.EIGH, Kernel.of((x, a, r) -> eigh(new MatrixStack(x[0]), (Long) a[0], r)),
        Orthogonalizations.QR, Kernel.of((x, a, r) -> qr(new MatrixStack(x[0]), r)),
        Orthogonalizations.COMPLETE_BASIS,
            Kernel.of((x, a, r) -> complete(new MatrixStack(x[0]), new MatrixStack(r[0]))));
  }

  private static void svd(MatrixStack x, StridedArray[] results) {
    MatrixStack u = new MatrixStack(results[0]);
    MatrixStack v = new MatrixStack(results[2]);
    int rank = u.columns();
    for (long m = 0; m < x.count(); m++) {
      JacobiSvd svd = converged(JacobiSvd.of(x.loadFinite(m), x.rows(), x.columns()), m);
      double[] left = new double[x.rows() * rank];
      double[] right = new double[x.columns() * rank];
      for (int k = 0; k < rank; k++) {
        place(svd.u(k), left, k, rank);
        place(svd.v(k), right, k, rank);
      }
      u.store(left, m);
      MatrixStack.store(results[1], svd.values(), m);
      v.store(right, m);
    }
  }

  private static void place(double[] column, double[] matrix, int at, int width) {
    for (int i = 0; i < column.length; i++) {
      matrix[i * width + at] = column[i];
    }
  }

  /** V·diag(1/s)·Uᵀ over the singular values that count. */
  private static void pseudoInverse(MatrixStack x, Object[] attributes, MatrixStack result) {
    double atol = ((Number) attributes[0]).doubleValue();
    double rtol = ((Number) attributes[1]).doubleValue();
    boolean hermitian = (Long) attributes[2] == 1;
    for (long m = 0; m < x.count(); m++) {
      double[] matrix = x.load(m);
      if (hermitian) {
        mirror(matrix, x.rows(), 1);
      }
      x.requireFinite(matrix, m);
      JacobiSvd svd = converged(JacobiSvd.of(matrix, x.rows(), x.columns()), m);
      double[] values = svd.values();
      double[] inverse = new double[x.columns() * x.rows()];
      for (int k = 0; k < values.length; k++) {
        if (values[k] > Math.max(atol, rtol * values[0])) {
          addOuter(svd.v(k), svd.u(k), 1 / values[k], inverse);
        }
      }
      result.store(inverse, m);
    }
  }

  /** Adds scale·a·bᵀ. */
  static void addOuter(double[] a, double[] b, double scale, double[] sum) {
    for (int i = 0; i < a.length; i++) {
      double factor = scale * a[i];
      for (int j = 0; j < b.length; j++) {
        sum[i * b.length + j] += factor * b[j];
      }
    }
  }

  private static void eigh(MatrixStack x, long part, StridedArray[] results) {
    int n = x.rows();
    for (long m = 0; m < x.count(); m++) {
      double[] matrix = x.load(m);
      mirror(matrix, n, part);
      x.requireFinite(matrix, m);
      SymmetricQl found = converged(SymmetricQl.of(matrix, n, part == 2), m);
      MatrixStack.store(results[0], found.vectors(), m);
      MatrixStack.store(results[1], found.values(), m);
    }
  }

  /** Makes a matrix symmetric: by its lower triangle (1), its upper one (2) or the mean (0). */
  private static void mirror(double[] matrix, int n, long part) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double lower = matrix[i * n + j];
        double upper = matrix[j * n + i];
        double value = part == 1 ? lower : part == 2 ? upper : 0.5 * lower + 0.5 * upper;
        matrix[i * n + j] = value;
        matrix[j * n + i] = value;
      }
    }
  }

  private static void qr(MatrixStack x, StridedArray[] results) {
    for (long m = 0; m < x.count(); m++) {
      HouseholderQr qr = HouseholderQr.of(x.load(m), x.rows(), x.columns());
      MatrixStack.store(results[0], qr.q(x.columns()), m);
      MatrixStack.store(results[1], qr.r(x.columns()), m);
    }
  }

  private static void complete(MatrixStack x, MatrixStack result) {
    for (long m = 0; m < x.count(); m++) {
      result.store(HouseholderQr.of(x.load(m), x.rows(), x.columns()).q(x.rows()), m);
    }
  }

  private static <T> T converged(@Nullable T factors, long matrix) {
    if (factors == null) {
      throw new BadMatrixException(matrix, "could not be factored: the rotations did not converge");
    }
    return factors;
  }
}
