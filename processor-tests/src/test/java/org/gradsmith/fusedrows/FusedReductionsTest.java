/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusedrows;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.GradientCheck;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.gradsmith.tensor.random.Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reductions along a dimension, and what spreads them over rows, as parts of runs of rows. */
@SuppressWarnings("NullAway") // results and gradients are there, or the test fails
class FusedReductionsTest {
  /** The kernels of a run of rows; null if the method has no such run. */
  private static @Nullable String kernels(String method, int run) {
    String file = "FusedReductionsTest__%s__rows%d.kernels".formatted(method, run);
    try (InputStream kernels = FusedReductionsTest.class.getResourceAsStream(file)) {
      return kernels == null ? null : new String(kernels.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many kernels a run has, of both of its forms. */
  private static long count(String method, String kind) {
    return Objects.requireNonNull(kernels(method, 1))
        .lines()
        .filter(l -> l.startsWith(kind))
        .count();
  }

  private static Tensor matrix(double... numbers) {
    return tensor(numbers).view(2, numbers.length / 2);
  }

  private static final Tensor X = matrix(0.3, -0.7, 1.2, 0.1, 0.9, -0.4);
  private static final Tensor Y = matrix(-0.2, 0.8, 0.5, 1.1, -0.6, 0.4);

  @Differentiable
  static Tensor attend(Tensor scores, Tensor mask) {
    return scores.mul(0.1).add(mask).softmax(-1);
  }

  @Test
  void softmaxIsOneKernelWithWhatMakesItsOperandForwardAndBackward() {
    assertEquals(4, count("attend", "rows ")); // for operands of one shape, and for others
    assertEquals(0, count("attend", "kernel "));
    check(FusedReductionsTest::attend, X, Y);
    check(FusedReductionsTest::attend, X, tensor(0.5, 0.2, -0.4));
    check(FusedReductionsTest::attend, X, matrix(0.5, 0.2));
    check(FusedReductionsTest::attend, tensor(0.5, 0.2, -0.4), Y);
    check(FusedReductionsTest::attend, X, scalar(0.7));
  }

  @Differentiable
  static Tensor scaled(Tensor scores, Tensor scale, Tensor mask) {
    return scores.mul(scale).add(mask).softmax(-1);
  }

  @Test
  void factorsOfWhatIsReducedMayBroadcast() {
    assertEquals(4, count("scaled", "rows "));
    assertEquals(0, count("scaled", "kernel "));
    check(FusedReductionsTest::scaled, X, Y, Y.neg());
    check(FusedReductionsTest::scaled, X, scalar(0.7), tensor(0.5, 0.2, -0.4));
    check(FusedReductionsTest::scaled, scalar(0.4), matrix(0.7, 1.3), tensor(0.5, 0.2, -0.4));
  }

  @Differentiable(order = 2)
  static Tensor crossEntropy(Tensor x, Tensor targets) {
    return x.logSoftmax(-1).mul(targets).sum(-1).neg().sum();
  }

  @Test
  void sumsOfRowsAreOneKernelWithTheirTerms() {
    assertTrue(
        kernels("crossEntropy", 1).contains("rows logSoftmaxMulSumDimNegSum(x: full, y: full)"));
    Tensor targets = matrix(0, 1, 0, 0.3, 0.3, 0.4);
    check(FusedReductionsTest::crossEntropy, X, targets);
    check(FusedReductionsTest::crossEntropy, X, tensor(0, 0.5, 0.5));
    check(FusedReductionsTest::crossEntropy, tensor(0.3, -0.7, 1.2), targets);
    check(FusedReductionsTest::crossEntropy, tensor(0.3, -0.7, 1.2), tensor(0, 1, 0));
  }

  @Differentiable(order = 2)
  static Tensor norm(Tensor x, Tensor residual) {
    Tensor h = x.add(residual);
    Tensor centred = h.sub(h.mean(-1, true));
    Tensor normed = centred.div(centred.square().mean(-1, true).add(0.1).sqrt());
    return normed.mul(x);
  }

  /** Kernels add up the numbers of rows, so the last bits are not those of the tape. */
  @Differentiable(order = 2)
  static Tensor normLoss(Tensor x, Tensor residual) {
    Tensor h = x.add(residual);
    Tensor centred = h.sub(h.mean(-1, true));
    return centred.div(centred.square().mean(-1, true).add(0.1).sqrt()).mul(x).mean();
  }

  @Differentiable
  static Tensor scaledVariance(Tensor x, Tensor w) {
    Tensor total = x.mul(w).sum();
    return x.var(-1, 1, true).mul(total);
  }

  /** What is counted is x, be the terms of the sum beside it more. */
  @Test
  void variancesBesideSumsOfLargerTensors() {
    assertTrue(assertAgrees(FusedReductionsTest::scaledVariance, X, Y));
    assertTrue(assertAgrees(FusedReductionsTest::scaledVariance, X, tensor(0.5, 0.2, -0.4)));
    assertTrue(assertAgrees(FusedReductionsTest::scaledVariance, tensor(0.5, 0.2, -0.4), X));
    assertTrue(assertAgrees(FusedReductionsTest::scaledVariance, X.view(1, 2, 3), X.view(3, 2, 1)));
  }

  @Test
  void lossesOfNormsAreOneKernelForward() {
    assertTrue(
        kernels("normLoss", 1)
            .contains("rows addMeanDimSubSquareAddScalarSqrtDivMulMean(x: full, y: full)"));
    assertTrue(assertAgrees(FusedReductionsTest::normLoss, X, Y));
    assertTrue(assertAgrees(FusedReductionsTest::normLoss, X, matrix(0.5, -0.2)));
    assertTrue(assertAgrees(FusedReductionsTest::normLoss, tensor(0.3, -0.7, 1.2), Y));
  }

  @Test
  void normsOfSumsAreOneKernelForward() {
    assertTrue(
        kernels("norm", 1)
            .contains("rows addMeanDimSubSquareAddScalarSqrtDivMul(x: full, y: full)"));
    check(FusedReductionsTest::norm, X, Y);
    check(FusedReductionsTest::norm, X, matrix(0.5, -0.2));
    check(FusedReductionsTest::norm, tensor(0.3, -0.7, 1.2), Y);
  }

  @Differentiable
  static Tensor turns(Tensor x, Tensor w, int turns) {
    Tensor h = x;
    for (int i = 0; i < turns; i++) {
      Tensor p = h.mul(w).softmax(-1);
      h = p.mul(h).add(x);
      if (i % 2 == 1) {
        Tensor shift = h.mul(h).sum(-1, true);
        h = h.sub(shift.mul(0.1));
      }
    }
    return h;
  }

  @Test
  void reductionsOfLoopsAndBranchesAreParts() {
    assertEquals(2, count("turns", "rows mulSoftmaxAdd"));
    assertTrue(kernels("turns", 2).contains("rows mulSumDimMulScalarSub(x: full)"));
    for (int count = 0; count < 4; count++) {
      check(FusedReductionsTest::turns, X, Y, count);
      check(FusedReductionsTest::turns, X, tensor(0.5, 0.2, -0.4), count);
    }
  }

  @Differentiable
  static Tensor reduced(Tensor x, Tensor y) {
    if (x.dim() > 9) {
      return x;
    }
    Tensor sums = x.mul(y).sum(-1);
    Tensor powers = x.mul(y).logsumexp(-1, true).mul(2);
    Tensor deviation = x.sub(y).var(-1, 0, true).add(0.5).sqrt();
    Tensor means = x.exp().mean(0).mul(0.25);
    return powers
        .add(deviation)
        .mul(y)
        .add(x.softmax(0).mul(y))
        .sum(-1)
        .mul(sums)
        .mul(means.sum(-1));
  }

  /** Ranks 0 to 3, with sizes 0 and 1, alike and not, rows that vanish and rows that stay. */
  @Test
  void valuesAndGradientsAreThoseOfTheTape() {
    long[][] shapes = {
      {}, {0}, {1}, {3}, {2, 3}, {2, 1}, {1, 3}, {1, 1}, {3, 3}, {0, 3}, {5, 2, 3}, {5, 2, 1},
      {2, 1, 1}
    };
    int compared = 0;
    Generator.standard().seed(7);
    for (long[] first : shapes) {
      for (long[] second : shapes) {
        Tensor x = Tensor.rand(first).to(DType.FLOAT64);
        Tensor y = Tensor.rand(second).to(DType.FLOAT64).add(0.5);
        compared += assertAgrees(FusedReductionsTest::attend, x, y) ? 1 : 0;
        if (x.numel() * y.numel() > 0) { // a sum of nothing stays 0, where the tape has 0 · NaN
          compared += assertAgrees(FusedReductionsTest::reduced, x, y) ? 1 : 0;
        }
        compared += assertAgrees(FusedReductionsTest::crossEntropy, x, y) ? 1 : 0;
        compared += assertAgrees(FusedReductionsTest::norm, x, y) ? 1 : 0;
        compared += assertAgrees(FusedReductionsTest::mixed, x, y) ? 1 : 0;
        compared += assertAgrees(FusedReductionsTest::lying, x, y) ? 1 : 0;
      }
    }
    assertTrue(compared > 400, "only " + compared);
  }

  /** What (2, 1) and its sums (2) make is larger than both. */
  @Differentiable
  static Tensor mixed(Tensor x, Tensor y) {
    Tensor sums = x.mul(y).sum(-1);
    return sums.sub(x).tanh().mul(y).softmax(-1);
  }

  /** Rows of several dimensions. */
  @Differentiable
  static Tensor lying(Tensor x, Tensor y) {
    Tensor columns = x.mul(y).softmax(0).add(x);
    Tensor rows = columns.mul(2).logSoftmax(-1);
    return rows.mul(y).sum(0, true).mul(0.5).add(x.mean(-1, true));
  }

  /**
   * Whether the tape takes such shapes; then so does what was generated, and with the same numbers.
   */
  private static boolean assertAgrees(
      Gradients.Function2<Tensor, Tensor, Tensor> method, Tensor x, Tensor y) {
    Tensor recordedX = x.detach().requiresGrad(true);
    Tensor recordedY = y.detach().requiresGrad(true);
    Tensor expected;
    try {
      expected = method.apply(recordedX, recordedY);
    } catch (TensorException e) {
      Class<? extends TensorException> mistake = e.getClass();
      assertThrows(mistake, () -> Gradients.of(method).vjp(scalar(1), x, y));
      return false;
    }
    Tensor cotangent = Tensor.rand(expected.shape()).to(DType.FLOAT64).sub(0.3);
    List<Tensor> gradients =
        Autograd.grad(
            List.of(expected), List.of(recordedX, recordedY), List.of(cotangent), false, false);
    Gradient gradient = Gradients.of(method).vjp(cotangent, x, y);
    String of = "of %s and %s".formatted(x, y);
    assertClose(expected.detach(), (Tensor) gradient.value(), "value " + of);
    assertClose(gradients.get(0), (Tensor) gradient.of(0), "first gradient " + of);
    assertClose(gradients.get(1), (Tensor) gradient.of(1), "second gradient " + of);
    return true;
  }

  /** Kernels add up rows in another order than ops. */
  private static void assertClose(Tensor expected, Tensor actual, String what) {
    assertArrayEquals(expected.shape(), actual.shape());
    double[] numbers = expected.contiguous().toDoubleArray();
    double largest = Arrays.stream(numbers).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    double tolerance = 1e-13 * Math.max(1, largest);
    assertArrayEquals(numbers, actual.contiguous().toDoubleArray(), tolerance, what);
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    for (long[] shape : new long[][] {{}, {4}, {2, 3}, {2, 1}, {1, 3}, {2, 2, 3}}) {
      Tensor x = GradientCheck.tensor(shape);
      GradientCheck.of(Gradients.of(FusedReductionsTest::attend), x, x.neg());
      GradientCheck.of(Gradients.of(FusedReductionsTest::norm), x, x.add(0.5));
      GradientCheck.of(Gradients.of(FusedReductionsTest::lying), x, x.add(0.5));
    }
  }

  @Test
  void dtypesAreThoseOfTheTape() {
    for (DType dtype : DType.values()) {
      for (DType other : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.FLOAT16)) {
        Tensor x = Tensor.of(1, 0, 1, 1).to(dtype).view(2, 2);
        Tensor y = Tensor.of(1, 1, 0, 2).to(other).view(2, 2);
        for (Gradients.Function2<Tensor, Tensor, Tensor> method :
            List.<Gradients.Function2<Tensor, Tensor, Tensor>>of(
                FusedReductionsTest::sumsOfRows, FusedReductionsTest::softmaxOfSums)) {
          Tensor expected = method.apply(x, y);
          Tensor found = (Tensor) Gradients.of(method).value(x, y);
          assertEquals(expected.dtype(), found.dtype(), dtype + " and " + other);
          assertArrayEquals(
              expected.to(DType.FLOAT64).toDoubleArray(),
              found.to(DType.FLOAT64).toDoubleArray(),
              expected.dtype() == DType.FLOAT64 ? 1e-15 : 1e-7);
        }
      }
    }
  }

  @Differentiable
  static Tensor sumsOfRows(Tensor x, Tensor y) {
    return x.mul(y).sum(-1).mul(2);
  }

  @Differentiable
  static Tensor softmaxOfSums(Tensor x, Tensor y) {
    return x.add(y).softmax(-1).mul(2);
  }

  @Differentiable
  static Tensor along(Tensor x, int dim) {
    return x.mul(2).softmax(dim);
  }

  @Differentiable
  static Tensor alone(Tensor x, Tensor w) {
    return x.softmax(-1).matmul(w).softmax(-1);
  }

  @Test
  void aDimensionThatIsNoConstantOrARowOpByItselfStaysAsItIs() {
    assertNull(kernels("along", 1));
    assertNull(kernels("alone", 1));
    check(FusedReductionsTest::along, X, 1);
    check(FusedReductionsTest::alone, X, Y.transpose(0, 1));
  }

  @Differentiable
  static Tensor opened(Tensor x, Tensor y, int turns) {
    Tensor h = x;
    for (int i = 0; i < turns; i++) {
      h = h.mul(y).softmin(-1);
    }
    return h;
  }

  /** Numbers of other types than the parameter's, and flags, are constants too. */
  @Differentiable
  static Tensor deviating(Tensor x, Tensor y) {
    Tensor variance = x.mul(y).var(-1, 1, true).add(0.5);
    Tensor deviation = x.add(y).std(-1, 0, true).add(0.5);
    return variance.div(deviation);
  }

  @Test
  void functionsOfTheLibraryThatReduceAreRowsLikeOthers() {
    assertTrue(kernels("deviating", 1).contains("rows mulVarDimAddScalar("));
    assertTrue(kernels("deviating", 1).contains("rows addVarDimRootOfSquaresAddScalar"));
    check(FusedReductionsTest::deviating, X, Y);
    check(FusedReductionsTest::deviating, X, tensor(0.5, 0.2, -0.4));
    assertEquals(4, count("opened", "rows mulNegSoftmax"));
    assertEquals(0, count("opened", "kernel "));
    check(FusedReductionsTest::opened, X, Y, 2);
    check(FusedReductionsTest::opened, X, tensor(0.5, 0.2, -0.4), 3);
  }

  @Differentiable
  static Tensor mistaken(Tensor x, Tensor w, Tensor b) {
    Tensor h = x.mul(w);
    return h.softmax(1).add(b); // which of them is told by its name
  }

  @Test
  void aMistakeIsToldWithItsOwnLineAndOp() {
    assertEquals(2, count("mistaken", "rows mulSoftmaxAdd"));
    assertToldAsByTheTape(tensor(1, 2), tensor(1, 2), tensor(1, 2));
    assertToldAsByTheTape(X, tensor(1, 2), X);
    assertToldAsByTheTape(X, X, tensor(1, 2));
  }

  private static void assertToldAsByTheTape(Tensor x, Tensor w, Tensor b) {
    TensorException eager = assertThrows(TensorException.class, () -> mistaken(x, w, b));
    TensorException thrown =
        assertThrows(
            eager.getClass(), () -> Gradients.of(FusedReductionsTest::mistaken).vjp(X, x, w, b));
    String told = Objects.requireNonNull(thrown.getMessage());
    assertTrue(told.contains(eager.getMessage().lines().findFirst().orElseThrow()), told);
    assertEquals(1, told.split("FusedReductionsTest.java:", -1).length - 1, told);
  }
}
