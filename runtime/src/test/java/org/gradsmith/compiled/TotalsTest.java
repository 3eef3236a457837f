/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums and means of all elements in kernels, and inputs whose elements are one in memory. */
final class TotalsTest {
  private static final String LOSS =
      """
      gradsmith-kernels 4

      kernel loss(x: broadcast, y: broadcast)
        let t0 = sub(x, y)
        let t1 = mul(t0, t0)
        difference: full = t0
        mean: mean = t1
        sum: sum = t1
        of: sumTo = t0
      """;

  private static final String CROSS_ENTROPY =
      """
      gradsmith-kernels 4

      rows crossEntropy(x: full, y: within)
        reduce max: max = x
        let t0 = sub(x, max)
        reduce all: sum = exp(t0)
        let t1 = mul(sub(t0, log(all)), y)
        reduce each: sum = t1
        terms: full = t1
        mean: mean = neg(each)
        sum: sum = each
        of: sumTo = t1
      """;

  private static Kernel loss() {
    return new Kernel((KernelPlan) KernelPlans.readAll(LOSS).getFirst());
  }

  private static RowKernel crossEntropy() {
    return new RowKernel((OpenRowPlan) KernelPlans.readAll(CROSS_ENTROPY).getFirst());
  }

  private static long[] sizes(String shape) {
    return shape.isBlank()
        ? new long[0]
        : List.of(shape.split("x")).stream().mapToLong(Long::parseLong).toArray();
  }

  private static Tensor random(String shape, DType dtype) {
    return Tensor.randn(sizes(shape)).to(dtype);
  }

  private static void same(Tensor expected, @Nullable Tensor found, double tolerance) {
    Tensor made = Objects.requireNonNull(found);
    assertArrayEquals(expected.shape(), made.shape());
    assertEquals(expected.dtype(), made.dtype());
    assertTrue(
        expected.allclose(made, tolerance, tolerance, true), () -> expected + ", not " + made);
  }

  private static final boolean[] ALL = {true, true, true, true};

  /** Where nothing lies along channels, and where something does; of no elements, too. */
  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "5, 5, ''",
    "3x5, 3x5, 5",
    "3x5, 5, 1x1",
    "3x5, 3x1, 3x1",
    "2x3x4, 3x4, 4",
    "2x3x4, 3x4, 2x1x1",
    "2x3x4, 3x1, 1x4",
    "2x3x4, 2x1x4, 3x1",
    "300x70, 70, 300x1",
    "0x3, 3, 3",
    "3x0, 3x1, 3x1",
    "1x1, 1, 1"
  })
  void differencesAreReduced(String ofX, String ofY, String target) {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Tensor x = random(ofX, dtype);
      Tensor y = random(ofY, dtype);
      Tensor d = x.sub(y);
      long[][] targets = {sizes(target)};
      @Nullable Tensor[] made = loss().sumAll(0, ALL, targets, x, y);
      double tolerance = dtype == DType.FLOAT32 ? 1e-5 : 1e-12;
      same(d, made[0], tolerance);
      same(d.mul(d).mean(), made[1], tolerance);
      same(d.mul(d).sum(), made[2], tolerance);
      same(Primitives.sumTo(d, targets[0]), made[3], 10 * tolerance);
      same(d.mul(d).mean(), loss().sumAll(0, only(1), targets, x, y)[1], tolerance);
    }
  }

  private static boolean[] only(int output) {
    boolean[] wanted = new boolean[ALL.length];
    wanted[output] = true;
    return wanted;
  }

  @Test
  void aMeanOfLargeNumbersDoesNotOverflow() {
    Tensor x = Tensor.full(new long[] {100}, 1e19f);
    Tensor mean =
        Objects.requireNonNull(loss().sumAll(0, only(1), new long[][] {{}}, x, Tensor.zeros(1))[1]);
    assertEquals(1e38, mean.item(), 1e32);
  }

  @ParameterizedTest
  @CsvSource({
    "3x5, 3x5, -1, 5",
    "3x5, 5, -1, 3x1",
    "3x5, 1, -1, 1x1",
    "2x3x4, 3x4, -1, 3x1",
    "2x3x4, 2x3x1, -1, 4",
    "2x3x4, 3x4, 1, 3x1",
    "2x3x4, 4, 0, 2x1x1",
    "2x3x4, 4, 1, 2x1x4",
    "7, 7, 0, ''",
    "'', '', -1, ''",
    "0x3, 3, -1, 3"
  })
  void rowsAreReduced(String ofX, String ofY, long dim, String target) {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Tensor x = random(ofX, dtype);
      Tensor y = random(ofY, dtype);
      Tensor terms = x.logSoftmax((int) dim).mul(y);
      Tensor rows = x.dim() == 0 ? terms : terms.sum((int) dim);
      long[][] targets = {sizes(target)};
      @Nullable Tensor[] made = crossEntropy().sumAll(dim, ALL, targets, x, y);
      double tolerance = dtype == DType.FLOAT32 ? 1e-5 : 1e-12;
      same(terms, made[0], tolerance);
      same(rows.neg().mean(), made[1], tolerance);
      same(terms.sum(), made[2], 10 * tolerance);
      same(Primitives.sumTo(terms, targets[0]), made[3], 10 * tolerance);
    }
  }

  /** Where y is larger than x, each reduction runs by itself. */
  @Test
  void whatIsLargerThanRowsIsReducedByItself() {
    Tensor x = Tensor.randn(3, 5);
    Tensor y = Tensor.randn(2, 3, 5);
    Tensor terms = x.logSoftmax(-1).mul(y);
    @Nullable Tensor[] made = crossEntropy().sumAll(-1, ALL, new long[][] {{3, 1}}, x, y);
    same(terms, made[0], 1e-5);
    same(terms.sum(-1).neg().mean(), made[1], 1e-5);
    same(terms.sum(), made[2], 1e-4);
    same(Primitives.sumTo(terms, new long[] {3, 1}), made[3], 1e-4);
  }

  /** A count is that of the full shape, whatever larger terms stand in front of it. */
  @ParameterizedTest
  @CsvSource({"2x3, 4x2x3, -1", "2x1, 2x3, -1", "3x2, 4x3x2, 0", "3x2, 2, 0", "3x2, 3x2, -1"})
  void countsAreThoseOfTheFullShape(String ofX, String ofW, long dim) {
    String text =
        """
        gradsmith-kernels 4

        rows sumAndVariance(x: full, w: within)
          reduce sum: sum = mul(x, w)
          reduce mean: mean = x
          reduce count: sum = 1
          let t0 = sub(x, mean)
          reduce squares: sum = mul(t0, t0)
          total: sum = sum
          variance: rowKept = div(squares, sub(count, 1))
        """;
    RowKernel kernel = new RowKernel((OpenRowPlan) KernelPlans.readAll(text).getFirst());
    Tensor x = random(ofX, DType.FLOAT64);
    Tensor w = random(ofW, DType.FLOAT64);
    @Nullable Tensor[] made = kernel.applyAll(dim, new boolean[] {true, true}, x, w);
    same(x.mul(w).sum(), made[0], 1e-12);
    same(x.var((int) dim, 1, true), made[1], 1e-12);
  }

  /** Results are those of tensors whose elements all lie by themselves, to the bit. */
  @ParameterizedTest
  @ValueSource(strings = {"", "1x5", "3x1", "1x1", "5"})
  void whatRepeatsIsReadOnce(String shape) {
    Tensor x = Tensor.randn(3, 5);
    Tensor repeated = random(shape, DType.FLOAT32).expand(3, 5);
    long[][] targets = {{5}};
    @Nullable Tensor[] expected = loss().sumAll(0, ALL, targets, x, repeated.copy());
    @Nullable Tensor[] found = loss().sumAll(0, ALL, targets, x, repeated);
    @Nullable Tensor[] turned = loss().sumAll(0, ALL, targets, repeated, x);
    for (int i = 0; i < ALL.length; i++) {
      same(Objects.requireNonNull(expected[i]), found[i], 1e-6);
      assertArrayEquals(
          Objects.requireNonNull(expected[i]).shape(), Objects.requireNonNull(turned[i]).shape());
    }
    @Nullable Tensor[] rows = crossEntropy().sumAll(-1, ALL, targets, x, repeated.copy());
    @Nullable Tensor[] rowsFound = crossEntropy().sumAll(-1, ALL, targets, x, repeated);
    for (int i = 0; i < ALL.length; i++) {
      same(Objects.requireNonNull(rows[i]), rowsFound[i], 1e-6);
    }
  }

  /** The shape is that of what is read, though all of it is one number in memory. */
  @Test
  void onlyRepetitionsStillHaveTheirShape() {
    Tensor two = Tensor.full(new long[0], 2).expand(4, 3);
    Tensor one = Tensor.full(new long[0], 1).expand(3);
    @Nullable Tensor[] made = loss().sumAll(0, ALL, new long[][] {{3}}, two, one);
    assertArrayEquals(new long[] {4, 3}, Objects.requireNonNull(made[0]).shape());
    assertEquals(12, Objects.requireNonNull(made[2]).item());
    same(Tensor.full(new long[] {3}, 4), made[3], 0);
  }

  @Test
  void kernelsOfOneShapeReadWhatRepeatsOnce() {
    Kernel product =
        new Kernel(
            KernelPlans.read(
                    """
                    gradsmith-kernels 2

                    kernel product(x: full, y: full)
                      out: full = mul(x, y)
                    """)
                .getFirst());
    Tensor x = Tensor.randn(3, 5);
    Tensor y = Tensor.randn(3, 1).expand(3, 5);
    assertArrayEquals(x.mul(y).toFloatArray(), product.apply(0, x, y).toFloatArray());
    assertArrayEquals(x.mul(y).toFloatArray(), product.apply(0, y, x).toFloatArray());
    assertArrayEquals(y.mul(y).toFloatArray(), product.apply(0, y, y).toFloatArray());
  }

  @Test
  void halfTypesAreRoundedOnce() {
    Tensor x = Tensor.randn(64, 33).to(DType.BFLOAT16);
    Tensor y = Tensor.randn(33).to(DType.BFLOAT16);
    @Nullable Tensor[] made = loss().sumAll(0, ALL, new long[][] {{33}}, x, y);
    Tensor d = x.to(DType.FLOAT64).sub(y.to(DType.FLOAT64));
    same(d.mul(d).mean().to(DType.BFLOAT16), made[1], 0.004);
    same(d.sum(0).to(DType.BFLOAT16), made[3], 0.03);
  }
}
