/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Functional;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Mean, variance and logarithm of a sum of powers along one dimension. */
final class RowReductionsTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static final Map<String, UnaryOperator<Tensor>> REDUCTIONS =
      Map.of(
          "mean", x -> x.mean(0),
          "mean of rows", x -> x.mean(-1, true),
          "logsumexp", x -> x.logsumexp(0, true),
          "logsumexp of rows", x -> x.logsumexp(-1),
          "var", x -> x.var(0, 0.5, true),
          "var of rows", x -> x.var(-1),
          "std", x -> x.std(0),
          "std of rows", x -> x.std(-1, 0, true));

  @BeforeEach
  void seed() {
    Generator.standard().seed(5);
  }

  private static Tensor doubles(long... shape) {
    return Tensor.randn(shape).to(DType.FLOAT64);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, false", "-3, true"})
  void reduceAnyDimension(int dim, boolean keepDim) {
    Tensor x = doubles(3, 5, 4);
    long size = x.size(dim);
    Tensor mean = x.sum(dim, true).div((double) size);
    assertClose(x.sum(dim, keepDim).div((double) size), x.mean(dim, keepDim), 1e-14);
    assertClose(x.exp().sum(dim, keepDim).log(), x.logsumexp(dim, keepDim), 1e-14);
    Tensor variance = x.sub(mean).square().sum(dim, keepDim).div(size - 0.5);
    assertClose(variance, x.var(dim, 0.5, keepDim), 1e-14);
    assertClose(variance.sqrt(), x.std(dim, 0.5, keepDim), 1e-14);
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void aListOfOneDimensionIsThatDimension(int dim) {
    Tensor x = doubles(4, 6);
    long[] dims = {dim};
    assertClose(x.mean(dim, true), x.mean(dims, true), 0);
    assertClose(x.logsumexp(dim, true), x.logsumexp(dims, true), 0);
    assertClose(x.var(dim, 2, false), x.var(dims, 2, false), 0);
    assertClose(x.std(dim, 2, true), x.std(dims, 2, true), 0);
    VarAndMean both = x.varMean(dims, 2, true);
    assertClose(x.var(dim, 2, true), both.var(), 0);
    assertClose(x.mean(dim, true), both.mean(), 0);
  }

  @Test
  void severalDimensionsAreOneOfAllTheirElements() {
    Tensor x = doubles(3, 5, 4);
    Tensor rows = x.transpose(0, 1).reshape(5, 12);
    long[] dims = {0, -1};
    assertClose(rows.mean(1), x.mean(dims), 1e-14);
    assertClose(rows.logsumexp(1), x.logsumexp(dims, false), 1e-14);
    assertClose(rows.var(1), x.var(dims, 1, false), 1e-14);
    assertClose(rows.std(1), x.stdMean(dims, 1, false).std(), 1e-14);
  }

  @TestFactory
  Stream<DynamicTest> derivativesOfBothOrders() {
    return each((reduction, x) -> {
      Gradcheck.check(in -> reduction.apply(in[0]), x);
      Gradcheck.checkSecond(in -> reduction.apply(in[0]), x);
      Gradcheck.checkForward(in -> reduction.apply(in[0]), x);
    });
  }

  @TestFactory
  Stream<DynamicTest> operandsMayLieApart() {
    return each((reduction, x) -> {
      Tensor apart = x.detach().t().copy().t(); // strides 1 and 3
      assertClose(reduction.apply(x.detach()), reduction.apply(apart), 0);
    });
  }

  @TestFactory
  Stream<DynamicTest> examplesOfABatchAreReducedOneByOne() {
    return each((reduction, x) -> {
      Tensor batch = Tensor.stack(List.of(x.detach(), x.detach().mul(2)), 0);
      Tensor expected =
          Tensor.stack(
              List.of(reduction.apply(batch.select(0, 0)), reduction.apply(batch.select(0, 1))), 0);
      assertClose(expected, Functional.vmap(reduction, 0, 0).apply(batch), 1e-15);
      UnaryOperator<Tensor> gradient = one -> Functional.grad(in -> reduction.apply(in).sum(), one);
      Tensor gradients =
          Tensor.stack(
              List.of(gradient.apply(batch.select(0, 0)), gradient.apply(batch.select(0, 1))), 0);
      assertClose(gradients, Functional.vmap(gradient, 0, 0).apply(batch), 1e-15);
    });
  }

  private interface Check {
    void of(UnaryOperator<Tensor> reduction, Tensor x);
  }

  private static Stream<DynamicTest> each(Check check) {
    return REDUCTIONS.entrySet().stream()
        .map(one ->
            DynamicTest.dynamicTest(
                one.getKey(),
                () -> check.of(one.getValue(), doubles(3, 4).detach().requiresGrad(true))));
  }

  @Test
  void aNumberIsARowOfOne() {
    Tensor x = Tensor.of(3.0).sum().detach().requiresGrad(true);
    assertEquals(3, x.mean(0).item());
    assertEquals(3, x.logsumexp(-1).item());
    assertEquals(0, x.var(0, 0, true).item());
    assertEquals(NAN, x.var(0).item());
    assertEquals(0, x.logsumexp(0, true).dim());
    for (UnaryOperator<Tensor> one :
        List.<UnaryOperator<Tensor>>of(y -> y.mean(0), y -> y.logsumexp(-1))) {
      assertEquals(1, Autograd.grad(one.apply(x), x).getFirst().item());
    }
    assertEquals(0, Autograd.grad(x.var(-1, 0, false), x).getFirst().item());
  }

  @Test
  void whatNothingIsReducedTo() {
    Tensor x = Tensor.zeros(DType.FLOAT64, 2, 0).requiresGrad(true);
    assertArrayEquals(new double[] {NAN, NAN}, x.mean(1).toDoubleArray());
    assertArrayEquals(new double[] {-INFINITE, -INFINITE}, x.logsumexp(1).toDoubleArray());
    assertArrayEquals(new double[] {NAN, NAN}, x.var(1).toDoubleArray());
    assertArrayEquals(new double[] {NAN, NAN}, x.var(1, 0, false).toDoubleArray());
    for (UnaryOperator<Tensor> reduction : REDUCTIONS.values()) {
      Tensor gradient = Autograd.grad(reduction.apply(x).sum(), x).getFirst();
      assertArrayEquals(new long[] {2, 0}, gradient.shape());
    }
    assertArrayEquals(new long[] {0}, Tensor.zeros(0, 3).logsumexp(1).shape());
    assertArrayEquals(new long[] {1, 0}, Tensor.zeros(3, 0).var(0, 1, true).shape());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "BFLOAT16"})
  void infinitePowersAreTheResult(DType dtype) {
    Tensor x =
        Tensor.of(
                new double[][] {
                  {-INFINITE, -INFINITE, -INFINITE},
                  {-1, INFINITE, 2},
                  {INFINITE, -INFINITE, INFINITE},
                  {1, NAN, INFINITE},
                  {-INFINITE, 3, -INFINITE}
                })
            .to(dtype)
            .requiresGrad(true);
    double[] expected = {-INFINITE, INFINITE, INFINITE, NAN, 3};
    assertArrayEquals(expected, x.logsumexp(1).toDoubleArray());
    assertArrayEquals(expected, x.detach().t().copy().logsumexp(0).toDoubleArray());
    double[] shares = Autograd.grad(x.logsumexp(1).sum(), x).getFirst().toDoubleArray();
    assertArrayEquals(new double[] {NAN, NAN, NAN}, Arrays.copyOfRange(shares, 0, 3));
    assertArrayEquals(new double[] {0, NAN, 0}, Arrays.copyOfRange(shares, 3, 6));
    assertArrayEquals(new double[] {0, 1, 0}, Arrays.copyOfRange(shares, 12, 15));
  }

  @Test
  void powersNeitherOverflowNorVanish() {
    Tensor x = Tensor.of(new float[][] {{1000, 1000}, {-1000, -1000}, {88.9f, -200}});
    float log2 = (float) Math.log(2);
    assertArrayEquals(
        new float[] {1000 + log2, -1000 + log2, 88.9f}, x.logsumexp(1).toFloatArray(), 1e-4f);
  }

  @Test
  void aMeanOrVarianceOfNoNumberIsNone() {
    Tensor x = Tensor.of(new double[][] {{1, NAN, 3}, {1, INFINITE, 3}, {1, 2, 3}});
    assertArrayEquals(new double[] {NAN, INFINITE, 2}, x.mean(1).toDoubleArray());
    assertArrayEquals(new double[] {NAN, NAN, 1}, x.var(1).toDoubleArray());
  }

  @Test
  void aCorrectionMayLeaveNothingToDivideBy() {
    Tensor x = Tensor.of(new double[][] {{1, 3}, {2, 2}});
    for (double correction : new double[] {2, 5}) {
      assertArrayEquals(new double[] {INFINITE, NAN}, x.var(1, correction, false).toDoubleArray());
    }
    assertArrayEquals(new double[] {2, 0}, x.var(1).toDoubleArray());
  }

  @Test
  void aVarianceFarFromZeroKeepsItsDigits() {
    Tensor x = Tensor.of(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 3});
    assertEquals(1, x.var(0).item());
    Tensor row = Tensor.arange(DType.FLOAT32, 0, 10_001, 1).sub(5000).mul(1.0 / 64).add(1000);
    double expected = row.to(DType.FLOAT64).var(0).item();
    assertEquals(expected, row.var(0).item(), 1e-6 * expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void halfTypesComputeInFloat32(DType dtype) {
    Tensor x = Tensor.randn(7, 50).to(dtype);
    Tensor wide = x.to(DType.FLOAT32);
    for (UnaryOperator<Tensor> reduction :
        List.<UnaryOperator<Tensor>>of(
            y -> y.mean(1), y -> y.mean(0), y -> y.logsumexp(1), y -> y.var(1), y -> y.var(0))) {
      assertEquals(dtype, reduction.apply(x).dtype());
      assertClose(reduction.apply(wide).to(dtype), reduction.apply(x), 0);
    }
    Tensor large = Tensor.full(dtype, new long[] {2, 4}, 49_152);
    assertArrayEquals(new double[] {49_152, 49_152}, large.mean(1).toDoubleArray());
  }

  @Test
  void integersHaveNoMeanButPowers() {
    Tensor x = Tensor.of(new long[][] {{1, 2}, {3, 4}});
    assertThrows(DTypeException.class, () -> x.mean(1));
    assertThrows(DTypeException.class, () -> x.var(1));
    assertThrows(DTypeException.class, () -> x.std(1));
    assertEquals(DType.FLOAT32, x.logsumexp(1).dtype());
    assertClose(x.to(DType.FLOAT32).logsumexp(1), x.logsumexp(1), 0);
  }

  @Test
  void dimensionsAreChecked() {
    Tensor x = Tensor.zeros(2, 3);
    assertThrows(IndexException.class, () -> x.mean(2));
    assertThrows(IndexException.class, () -> x.logsumexp(-3, true));
    assertThrows(IndexException.class, () -> x.var(2, 1, false));
  }

  private static void assertClose(Tensor expected, Tensor found, double tolerance) {
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), tolerance);
  }
}
