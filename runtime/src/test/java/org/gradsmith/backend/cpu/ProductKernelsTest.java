/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products that threads share, by rows and by matrices, against sums of doubles. */
class ProductKernelsTest {
  private static double[] expected(Tensor a, Tensor b, int m, int k, int n) {
    double[] left = a.toDoubleArray();
    double[] right = b.toDoubleArray();
    double[] sums = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        for (int j = 0; j < n; j++) {
          sums[i * n + j] += left[i * k + p] * right[p * n + j];
        }
      }
    }
    return sums;
  }

  /** Fewer rows than pieces need, as many, and a last piece that is shorter. */
  @ParameterizedTest
  @CsvSource({"100, 300, 400", "128, 256, 256", "517, 129, 300", "2000, 70, 130"})
  void rowsAreShared(int m, int k, int n) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor a = Tensor.randn(m, k).to(dtype);
      Tensor b = Tensor.randn(k, n).to(dtype);
      double[] expected = expected(a, b, m, k, n);
      double error = dtype == DType.FLOAT32 ? 1e-4 : 1e-12;
      assertArrayEquals(expected, a.matmul(b).toDoubleArray(), error);
      Tensor turned = a.transpose(0, 1).contiguous().transpose(0, 1);
      assertArrayEquals(expected, turned.matmul(b).toDoubleArray(), error);
      assertArrayEquals(expected, a.linear(b.transpose(0, 1).contiguous()).toDoubleArray(), error);
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "FLOAT64", "INT32"})
  void matricesAreShared(DType dtype) {
    Tensor a = Tensor.randn(5, 9, 40, 30).mul(3).to(dtype);
    Tensor b = Tensor.randn(5, 9, 30, 50).mul(3).to(dtype);
    Tensor c = a.matmul(b);
    for (int i = 0; i < 45; i++) {
      Tensor left = a.select(0, i / 9).select(0, i % 9);
      Tensor right = b.select(0, i / 9).select(0, i % 9);
      assertArrayEquals(
          expected(left, right, 40, 30, 50),
          c.select(0, i / 9).select(0, i % 9).toDoubleArray(),
          dtype == DType.FLOAT32 ? 1e-3 : 1e-10);
    }
    assertEquals(dtype, c.dtype());
  }
}
