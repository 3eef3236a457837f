/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Map;
import org.gradsmith.backend.BadMatrixException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.op.Determinants;
import org.gradsmith.ir.op.Op;

/**
 * Determinants and their derivatives. In the bases of its singular vectors a matrix is diagonal,
 * and its minors are products of singular values, so that singular matrices are no exception.
 */
final class DeterminantKernels {
  private DeterminantKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Determinants.DET, Kernel.of((x, a, r) -> determinants(new MatrixStack(x[0]), r[0])),
        Determinants.LOG_ABS_DET, Kernel.of((x, a, r) -> logarithms(new MatrixStack(x[0]), r)),
        Determinants.COFACTORS, Kernel.of((x, a, r) -> cofactors(new MatrixStack(x[0]), r[0])),
        Determinants.COFACTORS_ALONG,
            Kernel.of((x, a, r) -> along(new MatrixStack(x[0]), new MatrixStack(x[1]), r[0])));
  }

  private static void determinants(MatrixStack x, StridedArray result) {
    for (long m = 0; m < x.count(); m++) {
      double[] value = {LuFactors.of(x.load(m), x.rows()).determinant()};
      MatrixStack.store(result, value, m);
    }
  }

  private static void logarithms(MatrixStack x, StridedArray[] results) {
    for (long m = 0; m < x.count(); m++) {
      LuFactors lu = LuFactors.of(x.load(m), x.rows());
      MatrixStack.store(results[0], new double[] {lu.logAbsDeterminant()}, m);
      MatrixStack.store(results[1], new double[] {lu.sign()}, m);
    }
  }

  private static void cofactors(MatrixStack x, StridedArray result) {
    int n = x.rows();
    for (long m = 0; m < x.count(); m++) {
      double[] matrix = x.load(m);
      LuFactors lu = LuFactors.of(matrix.clone(), n);
      double[] found = new double[n * n];
      if (lu.isWellConditioned()) {
        double[] inverse = lu.inverse();
        double determinant = lu.determinant();
        for (int i = 0; i < found.length; i++) {
          found[i] = determinant * inverse[i % n * n + i / n];
        }
      } else if (isFinite(matrix)) {
        SingularBasis basis = SingularBasis.of(matrix, n, m);
        double[] inBasis = new double[n * n];
        for (int i = 0; i < n; i++) {
          inBasis[i * n + i] = basis.minor(i, i);
        }
        found = basis.back(inBasis);
      } else {
        Arrays.fill(found, Double.NaN);
      }
      MatrixStack.store(result, found, m);
    }
  }

  /**
   * With H = Uᵀ·t·V and P[i][k] the product of all singular values but i and k: off the diagonal
   * -H[j][i]·P[i][j], on it Σ H[k][k]·P[i][k] over k ≠ i.
   */
  private static void along(MatrixStack x, MatrixStack t, StridedArray result) {
    int n = x.rows();
    for (long m = 0; m < x.count(); m++) {
      double[] matrix = x.load(m);
      double[] found = new double[n * n];
      if (isFinite(matrix)) {
        SingularBasis basis = SingularBasis.of(matrix, n, m);
        double[] h = basis.into(t.load(m));
        double[] inBasis = new double[n * n];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            if (i != j) {
              double minor = basis.minor(i, j);
              inBasis[i * n + j] = -h[j * n + i] * minor;
              inBasis[i * n + i] += h[j * n + j] * minor;
            }
          }
        }
        found = basis.back(inBasis);
      } else {
        Arrays.fill(found, Double.NaN);
      }
      MatrixStack.store(result, found, m);
    }
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  /** A square matrix as U·diag(s)·Vᵀ, and whether the two factors together turn space over. */
  private record SingularBasis(JacobiSvd svd, int n, double sign) {
    static SingularBasis of(double[] matrix, int n, long number) {
      JacobiSvd svd = JacobiSvd.of(matrix, n, n);
      if (svd == null) {
        throw new BadMatrixException(
            number, "could not be factored: the rotations did not converge");
      }
      double[] u = new double[n * n];
      double[] v = new double[n * n];
      for (int i = 0; i < n; i++) {
        System.arraycopy(svd.u(i), 0, u, i * n, n);
        System.arraycopy(svd.v(i), 0, v, i * n, n);
      }
      double sign = LuFactors.of(u, n).sign() * LuFactors.of(v, n).sign();
      return new SingularBasis(svd, n, sign);
    }

    /** The product of all singular values but two, which may be one and the same. */
    double minor(int i, int j) {
      double product = sign;
      for (int k = 0; k < n; k++) {
        product *= k == i || k == j ? 1 : svd.values()[k];
      }
      return product;
    }

    /** Uᵀ·t·V. */
    double[] into(double[] t) {
      double[] found = new double[n * n];
      for (int j = 0; j < n; j++) {
        double[] image = new double[n];
        for (int r = 0; r < n; r++) {
          for (int c = 0; c < n; c++) {
            image[r] += t[r * n + c] * svd.v(j)[c];
          }
        }
        for (int i = 0; i < n; i++) {
          for (int r = 0; r < n; r++) {
            found[i * n + j] += svd.u(i)[r] * image[r];
          }
        }
      }
      return found;
    }

    /** U·inBasis·Vᵀ. */
    double[] back(double[] inBasis) {
      double[] sum = new double[n * n];
      for (int i = 0; i < n; i++) {
        double[] row = new double[n];
        for (int j = 0; j < n; j++) {
          for (int c = 0; c < n; c++) {
            row[c] += inBasis[i * n + j] * svd.v(j)[c];
          }
        }
        FactorKernels.addOuter(svd.u(i), row, 1, sum);
      }
      return sum;
    }
  }
}
