/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edges of reductions: dimensions, nothing to reduce, NaN, equal elements, zeros. */
class ReductionsTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static Tensor values(double... values) {
    return Tensor.of(values);
  }

  private static Tensor matrix() {
    return values(1, 5, 3, 4, 2, 6).view(2, 3);
  }

  private static double[] gradient(Tensor x, Tensor result) {
    result.sum().backward();
    Tensor gradient = x.grad();
    return gradient == null ? new double[0] : gradient.toDoubleArray();
  }

  @Test
  void sumsOverSeveralDimensions() {
    Tensor x = Tensor.arange(DType.FLOAT64, 0, 24, 1).view(2, 3, 4);
    assertArrayEquals(new double[] {60, 92, 124}, x.sum(new long[] {0, -1}).toDoubleArray());
    assertArrayEquals(new long[] {1, 3, 1}, x.sum(new long[] {2, 0}, true).shape());
    assertArrayEquals(new long[] {1, 1, 1}, x.sum(new long[0], true).shape());
  }

  @Test
  void integersAndTruthsAreSummedInInt64() {
    assertEquals(DType.INT64, Tensor.of(new int[] {1, 2}).sum().dtype());
    assertEquals(DType.INT64, Tensor.of(true, true).sum(0).dtype());
    assertEquals(2, Tensor.of(true, true).sum(new long[] {0}).itemLong());
    assertEquals(DType.INT32, Tensor.of(1L, 2L).sum(DType.INT32).dtype());
  }

  @Test
  void aSumOverSizeOneIsNoView() {
    Tensor x = values(1, 2).view(2, 1);
    Tensor sum = x.sum(new long[] {1});
    sum.segment().set(java.lang.foreign.ValueLayout.JAVA_DOUBLE, 0, 9);
    assertEquals(1, x.toDoubleArray()[0]);
  }

  @Test
  void whatNothingSumsTo() {
    Tensor x = Tensor.zeros(DType.FLOAT64, 0, 3);
    assertArrayEquals(new double[3], x.sum(new long[] {0}).toDoubleArray());
    assertArrayEquals(new double[] {1, 1, 1}, x.prod(0).toDoubleArray());
    assertArrayEquals(new double[] {NAN, NAN, NAN}, x.mean(0).toDoubleArray());
    assertEquals(0, x.amax(1).numel());
    assertTrue(x.all().toBoolean());
    assertFalse(x.any().toBoolean());
    assertEquals(0, x.norm().item());
    assertEquals(-INFINITE, Tensor.zeros(DType.FLOAT64, 0).logsumexp(0).item());
  }

  @Test
  void nothingHasNoExtreme() {
    Tensor x = Tensor.zeros(0, 3);
    String message = assertThrows(ShapeException.class, () -> x.amax(0)).getMessage();
    assertTrue(message.contains("amax of shape (0, 3)"), message);
    assertThrows(ShapeException.class, x::max);
    assertThrows(ShapeException.class, () -> x.min(0));
    assertThrows(ShapeException.class, x::argmin);
    assertThrows(ShapeException.class, () -> x.norm(-1));
  }

  @Test
  void dimensionsAreChecked() {
    Tensor x = matrix();
    assertThrows(IndexException.class, () -> x.amax(2));
    assertThrows(IndexException.class, () -> x.std(-3));
    String message =
        assertThrows(IndexException.class, () -> x.sum(new long[] {1, -1})).getMessage();
    assertTrue(message.contains("listed twice"), message);
  }

  @Test
  void meansNeedFloatingNumbers() {
    Tensor x = Tensor.of(1L, 2L);
    String message = assertThrows(DTypeException.class, x::mean).getMessage();
    assertTrue(message.contains("to(DType.FLOAT32)"), message);
    assertThrows(DTypeException.class, x::var);
    assertThrows(DTypeException.class, x::norm);
  }

  @Test
  void equalExtremesShareTheGradient() {
    Tensor x = values(1, 3, 3).requiresGrad(true);
    assertArrayEquals(new double[] {0, 0.5, 0.5}, gradient(x, x.max()));
    Tensor y = values(1, 3, 3).requiresGrad(true);
    assertArrayEquals(new double[] {0, 1, 0}, gradient(y, y.max(0).values()));
    Tensor z = values(2, -2, 1).requiresGrad(true);
    assertArrayEquals(new double[] {0.5, -0.5, 0}, gradient(z, z.norm(INFINITE)));
  }

  @Test
  void notANumberWins() {
    Tensor x = values(1, NAN, 3);
    assertEquals(NAN, x.max().item());
    assertEquals(NAN, x.min().item());
    assertEquals(1, x.argmin().itemLong());
    assertEquals(1, x.argmax(0).itemLong());
    assertEquals(NAN, x.median().item());
    assertEquals(1, x.nanmedian().item());
    assertEquals(4, x.nansum().item());
    assertEquals(2, x.nanmean().item());
    assertArrayEquals(new double[] {1, NAN, NAN}, x.cummin(0).values().toDoubleArray());
    assertTrue(x.all().toBoolean());
  }

  @Test
  void theFirstNotANumberWinsInLongRows() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 3, 5000);
    x.select(0, 1).narrow(0, 4500, 2).fillInPlace(NAN);
    x.select(0, 2).narrow(0, 4200, 1).fillInPlace(-1);
    assertArrayEquals(new double[] {0, 4500, 0}, x.argmax(1).toDoubleArray());
    assertArrayEquals(new double[] {0, 4500, 4200}, x.argmin(1).toDoubleArray());
    assertArrayEquals(new double[] {0, NAN, 0}, x.amax(1).toDoubleArray());
    assertArrayEquals(new double[] {0, 2, 1}, x.countNonzero(1).toDoubleArray());
    Tensor y = x.copy().requiresGrad(true);
    double[] shares = gradient(y, y.amax(1));
    assertEquals(1.0 / 5000, shares[0], 1e-9);
    assertEquals(0.5, shares[5000 + 4501]);
    assertEquals(0, shares[5000]);
  }

  /** Integers have loops, floating dtypes kernels over rows. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 1, 4", "2, 9, 3", "5, 40, 33", "2, 5000, 2", "300, 3, 5"})
  void floatsGiveWhatIntegersGive(int first, int second, int third) {
    Generator.standard().seed(3);
    Tensor integers = Tensor.randn(first, second, third).to(DType.INT64);
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16}) {
      Tensor x = integers.to(dtype);
      for (int dim = 0; dim < 3; dim++) {
        assertSame(integers.argmax(dim), x.argmax(dim));
        assertSame(integers.argmin(dim), x.argmin(dim));
        assertSame(integers.amax(dim), x.amax(dim).to(DType.INT64));
        assertSame(integers.amin(dim), x.amin(dim).to(DType.INT64));
        assertSame(integers.all(dim), x.all(dim));
        assertSame(integers.any(dim), x.any(dim));
        assertSame(integers.countNonzero(dim), x.countNonzero(dim));
      }
      assertSame(integers.transpose(0, 2).argmax(1), x.transpose(0, 2).argmax(1));
    }
  }

  private static void assertSame(Tensor expected, Tensor found) {
    assertEquals(expected.dtype(), found.dtype());
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
  }

  @Test
  void integersBeyondDoubleAreCompared() {
    long large = (1L << 53) + 1;
    Tensor x = Tensor.of(large - 1, large);
    assertEquals(1, x.argmax(0).itemLong());
    assertEquals(large, x.max().itemLong());
  }

  @Test
  void productsWithZerosHaveDerivativesOfAllOrders() {
    for (Tensor x : new Tensor[] {values(2, 0, 3, 5), values(0, 4, 0, 1), values(0, 0, 0)}) {
      x.requiresGrad(true);
      Gradcheck.check(in -> in[0].prod(), x);
      Gradcheck.checkSecond(in -> in[0].prod(), x);
      Gradcheck.check(in -> in[0].cumprod(0), x);
      Gradcheck.checkSecond(in -> in[0].cumprod(0), x);
    }
  }

  @Test
  void logarithmsOfSumsDoNotOverflow() {
    Tensor x = values(-INFINITE, 1000, 1000, -1000).requiresGrad(true);
    double[] expected = {-INFINITE, 1000, 1000 + Math.log(2), 1000 + Math.log(2)};
    assertArrayEquals(expected, x.logcumsumexp(0).toDoubleArray(), 1e-12);
    assertEquals(1000 + Math.log(2), x.logsumexp(0).item(), 1e-12);
    Tensor y = values(0.5, -1, 2).requiresGrad(true);
    Gradcheck.check(in -> in[0].logcumsumexp(0), y);
    Gradcheck.checkSecond(in -> in[0].logcumsumexp(0), y);
    Gradcheck.checkSecond(in -> in[0].logsumexp(0), y);
  }

  @Test
  void normsOfZerosHaveGradientZero() {
    for (double p : new double[] {0, 0.5, 1, 2, 3, INFINITE, -INFINITE}) {
      Tensor x = values(0, 0).requiresGrad(true);
      Tensor norm = x.norm(p);
      assertEquals(0, norm.item(), "order " + p);
      if (norm.requiresGrad()) {
        assertArrayEquals(new double[2], gradient(x, norm), "order " + p);
      }
    }
    Tensor x = values(1, 1, 1).requiresGrad(true);
    assertArrayEquals(new double[3], gradient(x, x.std()));
  }

  @Test
  void normsHaveDerivatives() {
    for (double p : new double[] {0.5, 1, 2, 3, -1, INFINITE, -INFINITE}) {
      Tensor x = values(1.5, -2, 0.7).requiresGrad(true);
      Gradcheck.check(in -> in[0].norm(p), x);
      Gradcheck.checkSecond(in -> in[0].norm(p), x);
    }
    Tensor a = values(2, 1, 0.5, -1, 3, 0.2).view(2, 3).detach().requiresGrad(true);
    Gradcheck.check(in -> Linalg.nuclearNorm(in[0], null, false), a);
    Gradcheck.checkSecond(in -> Linalg.nuclearNorm(in[0], null, false), a);
    Gradcheck.check(in -> Linalg.norm(in[0], 2), a);
    Gradcheck.check(in -> Linalg.norm(in[0], -1), a);
  }

  @Test
  void variancesTakeACorrection() {
    Tensor x = values(1, 2, 3, 6);
    assertEquals(14.0 / 3, x.var().item(), 1e-15);
    assertEquals(3.5, x.var(new long[0], 0, false).item(), 1e-15);
    assertEquals(NAN, values(1).var().item());
    assertEquals(3, x.varMean(new long[] {0}, 1, false).mean().item());
  }

  @Test
  void longSumsKeepTheirPrecision() {
    Tensor x = Tensor.full(DType.FLOAT64, new long[] {1_000_000}, 0.1);
    assertEquals(100_000, x.sum().item(), 1e-9);
    assertEquals(100_000, x.cumsum(0).toDoubleArray()[999_999], 1e-9);
    assertEquals(0.1f, Tensor.full(new long[] {1_000_000}, 0.1).mean().item(), 1e-8);
  }

  @Test
  void truthsOfBytesAreBytes() {
    Tensor x = Tensor.of(1L, 0L).to(DType.UINT8);
    assertEquals(DType.UINT8, x.any().dtype());
    assertEquals(DType.BOOL, Tensor.of(1L, 0L).all().dtype());
    assertEquals(1, x.countNonzero().itemLong());
  }
}
