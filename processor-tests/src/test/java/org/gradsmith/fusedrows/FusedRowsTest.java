/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusedrows;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.functional.Normalisations;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway") // results and gradients are there, or the test fails
class FusedRowsTest {
  record State(Tensor hidden, Tensor cell) {}

  /** The kernels of a run of rows; null if the method has no such run. */
  private static @Nullable String kernels(String method, int run) {
    String file = "FusedRowsTest__%s__rows%d.kernels".formatted(method, run);
    try (InputStream kernels = FusedRowsTest.class.getResourceAsStream(file)) {
      return kernels == null ? null : new String(kernels.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(String method, String what) {
    return Objects.requireNonNull(kernels(method, 1)).lines().filter(l -> l.contains(what)).count();
  }

  @Differentiable
  static State cell(Tensor in, Tensor forget, Tensor candidate, Tensor out, State state) {
    Tensor cell = forget.sigmoid().mul(state.cell()).add(in.sigmoid().mul(candidate.tanh()));
    return new State(out.sigmoid().mul(cell.tanh()), cell);
  }

  private static long kernelsOfOneShape(String method, int run) {
    return Objects.requireNonNull(kernels(method, run))
        .lines()
        .filter(l -> l.startsWith("kernel") && l.contains(": full)"))
        .count();
  }

  @Test
  void eachResultOfACellIsAKernelForwardAndOneBackward() {
    assertEquals(2, kernelsOfOneShape("cell", 1));
    assertEquals(2, kernelsOfOneShape("cell", 2));
    assertNull(kernels("cell", 3));
    Tensor a = tensor(0.3, -0.7, 1.2, 0.1);
    State alike = new State(tensor(0.5, 0.2, -0.4, 0.9), tensor(-0.5, 0.7, 1.4, 0.3));
    check(FusedRowsTest::cell, a, a.neg(), a.mul(a), a.add(1), alike);
    State broadcast = new State(scalar(0.3), tensor(0.7));
    check(FusedRowsTest::cell, a, a.neg(), scalar(0.2), tensor(1.1), broadcast);
  }

  @Differentiable
  static Tensor activated(Tensor x, Tensor y, int turns) {
    Tensor h = x;
    for (int i = 0; i < turns; i++) {
      h = h.gelu().mul(y).softplus(2, 1).add(h);
    }
    return h;
  }

  @Differentiable
  static Tensor leaking(Tensor x, int turns) {
    Tensor h = x;
    for (int i = 0; i < turns; i++) {
      h = h.mul(x).leakyRelu(0.1 * turns);
    }
    return h;
  }

  @Test
  void functionsOfTheLibraryAreRowsLikeOthers() {
    assertEquals(2, kernelsOfOneShape("activated", 1));
    assertNull(kernels("activated", 2));
    check(FusedRowsTest::activated, tensor(0.3, -0.7, 1.2), tensor(-1.5, 0.4, 2), 3);
    check(FusedRowsTest::activated, tensor(0.3, -0.7, 1.2), scalar(1.5), 2);
  }

  @Test
  void aNumberThatIsNoConstantKeepsTheCall() {
    assertNull(kernels("leaking", 1));
    check(FusedRowsTest::leaking, tensor(0.3, -0.7, 1.2), 2);
  }

  static final class Lookup extends UnaryModule {
    private final Tensor weight = parameter(Tensor.arange(8).to(DType.FLOAT64).view(4, 2));

    @Differentiable
    @Override
    public Tensor forward(Tensor ids) {
      return weight.indexSelect(0, ids.reshape(-1)).mul(2);
    }
  }

  static final class Summed extends UnaryModule {
    private final Lookup lookup = new Lookup();

    @Differentiable
    @Override
    public Tensor forward(Tensor ids) {
      Tensor sum = lookup.call(ids);
      for (int i = 0; i < 2; i++) {
        sum = sum.add(lookup.call(ids));
      }
      return sum;
    }
  }

  @Test
  void integersGoThroughModulesWithWeights() {
    Summed summed = new Summed();
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor y = summed.call(Tensor.of(2, 0, 2));
      assertTrue(y.equal(tensor(24, 30, 0, 6, 24, 30).view(3, 2)), y::toString);
      y.sum().backward();
    }
    Tensor gradient = Objects.requireNonNull(summed.lookup.weight.grad());
    assertTrue(gradient.equal(tensor(6, 6, 0, 0, 12, 12, 0, 0).view(4, 2)), gradient::toString);
  }

  @Test
  void aResultThatNothingReadsHasAGradientOfZero() {
    Tensor x = tensor(0.3, -0.7);
    State state = new State(x, x);
    Gradient gradient =
        Gradients.of(FusedRowsTest::cell).vjp(new State(x, null), x, x, x, x, state);
    assertNotNull(gradient.of(0));
    Gradient ofCell = Gradients.of(FusedRowsTest::cell).vjp(new State(null, x), x, x, x, x, state);
    assertNotNull(ofCell.of(0));
  }

  @Differentiable
  static Tensor reassigned(Tensor x, Tensor w, int turns) {
    Tensor h = x;
    for (int i = 0; i < turns; i++) {
      Tensor before = h;
      h = h.mul(w);
      h = h.add(before.sin());
      x = h.mul(0.5);
      h = x.tanh().add(h);
    }
    return h.mul(x).sum();
  }

  @Test
  void variablesMayChangeBetweenTheRows() {
    assertNotNull(kernels("reassigned", 1));
    check(FusedRowsTest::reassigned, tensor(0.3, -0.7, 1.2), tensor(0.9, 1.1, -0.3), 3);
    check(FusedRowsTest::reassigned, tensor(0.3, -0.7, 1.2), scalar(0.9), 2);
    check(FusedRowsTest::reassigned, tensor(0.3, -0.7, 1.2), scalar(0.9), 0);
  }

  @Differentiable
  static Tensor renamed(Tensor x, Tensor w, int turns) {
    Tensor kept = x;
    for (int i = 0; i < turns; i++) {
      Tensor h = kept.mul(w);
      h = h.add(x);
      h = h.tanh();
      kept = h.mul(h);
    }
    return kept;
  }

  @Test
  void aNameThatNobodyUsesBehindTheRowsIsNoResult() {
    assertEquals(2, kernelsOfOneShape("renamed", 1));
    assertNull(kernels("renamed", 2));
    check(FusedRowsTest::renamed, tensor(0.3, -0.7, 1.2), tensor(0.9, 1.1, -0.3), 3);
    check(FusedRowsTest::renamed, tensor(0.3, -0.7, 1.2), scalar(0.9), 1);
    check(FusedRowsTest::renamed, tensor(0.3, -0.7, 1.2), scalar(0.9), 0);
  }

  @Differentiable
  static Tensor carried(Tensor x, Tensor w, int turns) {
    Tensor h = x;
    Tensor sum = x;
    for (int i = 0; i < turns; i++) {
      sum = h.mul(w).add(sum);
      h = h.sin().mul(x);
    }
    return sum;
  }

  @Test
  void aNameThatTheNextTurnReadsIsAResult() {
    check(FusedRowsTest::carried, tensor(0.3, -0.7, 1.2), tensor(0.9, 1.1, -0.3), 3);
    check(FusedRowsTest::carried, tensor(0.3, -0.7, 1.2), scalar(0.9), 2);
  }

  @Differentiable
  static Tensor across(Tensor x, Tensor w) {
    Tensor a = x.mul(w);
    Tensor sums = x.matmul(w);
    long size = x.size(0);
    Tensor b = a.exp();
    return b.sum().add(sums.mul(size));
  }

  @Test
  void whatStandsBetweenRunsBefore() {
    assertEquals(1, count("across", "sum: sum = exp(mul(x, y))")); // alike and broadcast are one
    check(FusedRowsTest::across, tensor(0.3, -0.7, 1.2), tensor(0.9, 1.1, -0.3));
  }

  @Differentiable
  static Tensor apart(Tensor x, Tensor w, List<Tensor> seen) {
    Tensor a = x.mul(w);
    seen.add(w);
    Tensor b = a.exp();
    return b.sum();
  }

  @Test
  void whatMayDoAnythingKeepsRowsApart() {
    assertNull(kernels("apart", 1));
  }

  @Differentiable
  static Tensor written(Tensor x, Tensor w) {
    Tensor y = x.mul(w).exp();
    y.mulInPlace(2);
    return y.add(x).tanh().sum();
  }

  @Test
  void methodsThatWriteInPlaceHaveNone() {
    assertNull(kernels("written", 1));
  }

  @Differentiable
  static Tensor scaled(Tensor x, Tensor w) {
    if (x.dim() > 1) {
      return x.mul(w).add(1.5).sigmoid();
    }
    return x.mul(w).add(2);
  }

  @Test
  void dtypesAreThoseOfTheTape() {
    for (DType dtype : DType.values()) {
      for (DType other : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.FLOAT16)) {
        Tensor x = Tensor.of(1, 0, 1, 1).to(dtype);
        Tensor w = Tensor.of(1, 1, 0, 2).to(other);
        Tensor expected = scaled(x, w);
        Tensor found = (Tensor) Gradients.of(FusedRowsTest::scaled).value(x, w);
        assertEquals(expected.dtype(), found.dtype(), dtype + " and " + other);
        assertArrayEquals(
            expected.to(DType.FLOAT64).toDoubleArray(), found.to(DType.FLOAT64).toDoubleArray());
      }
    }
  }

  @Differentiable
  static Tensor gated(Tensor x, Tensor w, boolean open) {
    if (open) {
      return x.mul(w).add(0.1).tanh().mul(x).sin();
    }
    return x;
  }

  @Differentiable(order = 2)
  static Tensor total(Tensor x, Tensor w, boolean open) {
    if (open) {
      return x.mul(w).add(0.1).tanh().mul(x).sin().sum();
    }
    return x.sum();
  }

  /** In a kernel, each result is rounded once; on the tape, each of its rows. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void halfTypesAreComputedInFloat32AndRoundedOnce(DType half) {
    Tensor x = Tensor.linspace(-3, 3, 101).to(half);
    Tensor g = Tensor.linspace(1, 2, 101).to(half);
    for (Tensor w : List.of(Tensor.linspace(2, -1, 101).to(half), Tensor.of(0.7).to(half))) {
      Tensor found = (Tensor) Gradients.of(FusedRowsTest::gated).value(x, w, true);
      assertRounded(gated(wide(x), wide(w), true), found, half);
      assertFalse(gated(x, w, true).equal(found), "the tape rounds each of its rows");
      Gradient gradient = Gradients.of(FusedRowsTest::gated).vjp(g, x, w, true);
      Gradient exact = Gradients.of(FusedRowsTest::gated).vjp(wide(g), wide(x), wide(w), true);
      assertRounded(exact.tensor(0), gradient.tensor(0), half);
      assertRounded(exact.tensor(1), gradient.tensor(1), half);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void secondDerivativesOfHalfTypesAreOfTheseTypes(DType half) {
    Tensor x = Tensor.linspace(-1, 1, 33).to(half);
    Tensor w = Tensor.linspace(2, -1, 33).to(half);
    Tensor u = Tensor.linspace(1, 2, 33).to(half);
    Gradient exact =
        Gradients.of(FusedRowsTest::total)
            .hvp(new Object[] {wide(u), wide(w), null}, wide(x), wide(w), true)
            .product();
    Gradient found =
        Gradients.of(FusedRowsTest::total).hvp(new Object[] {u, w, null}, x, w, true).product();
    for (int i = 0; i < 2; i++) {
      Tensor second = found.tensor(i);
      assertEquals(half, second.dtype());
      double slack = 4 * unit(exact.tensor(i).abs().max().item(), half);
      assertArrayEquals(exact.tensor(i).toDoubleArray(), wide(second).toDoubleArray(), slack);
    }
  }

  private static Tensor wide(Tensor half) {
    return half.to(DType.FLOAT64);
  }

  /** Whether values are of a half type, and rounded once, but for the errors that float32 has. */
  private static void assertRounded(Tensor exact, Tensor found, DType half) {
    assertEquals(half, found.dtype());
    double[] right = exact.toDoubleArray();
    double[] values = wide(found).toDoubleArray();
    double error = 1e-6 * exact.abs().max().item();
    for (int i = 0; i < right.length; i++) {
      assertEquals(right[i], values[i], 0.5 * unit(right[i], half) + error, "element " + i);
    }
  }

  /** The distance between numbers of a half type, near a number. */
  private static double unit(double number, DType half) {
    return Math.scalb(1.0, Math.getExponent(number) - (half == DType.FLOAT16 ? 10 : 7));
  }

  @Test
  void shapesAreThoseOfTheTape() {
    long[][] shapes = {{}, {0}, {1}, {3}, {2, 3}, {2, 1}, {1, 3}, {5, 2, 3}};
    for (long[] first : shapes) {
      for (long[] second : shapes) {
        Tensor x = Tensor.ones(first).mul(0.3);
        Tensor w = Tensor.ones(second).mul(0.7);
        if (broadcasts(x, w)) {
          Tensor expected = scaled(x, w);
          Tensor found = (Tensor) Gradients.of(FusedRowsTest::scaled).value(x, w);
          assertArrayEquals(expected.shape(), found.shape());
          assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray());
          Gradient gradient = Gradients.of(FusedRowsTest::scaled).vjp(expected, x, w);
          assertArrayEquals(first, ((Tensor) gradient.of(0)).shape());
          assertArrayEquals(second, ((Tensor) gradient.of(1)).shape());
        }
      }
    }
  }

  private static boolean broadcasts(Tensor x, Tensor w) {
    try {
      return x.add(w).dim() >= 0;
    } catch (ShapeException e) {
      return false;
    }
  }

  @Differentiable
  static Tensor either(Tensor x, boolean root) {
    Tensor a = x.mul(1.5).sqrt();
    Tensor b = x.mul(2).add(1);
    return root ? a.sum() : b.sum();
  }

  @Test
  void whatIsNotUsedDoesNotPoisonTheGradient() {
    assertNotNull(kernels("either", 2));
    Gradient gradient = Gradients.of(FusedRowsTest::either).vjp(scalar(1), tensor(0, 4), false);
    assertArrayEquals(new double[] {2, 2}, gradient.tensor(0).toDoubleArray());
  }

  @Differentiable
  static Tensor behindStatistics(Tensor x, Tensor mean, Tensor variance) {
    Tensor drift = mean.mul(2).add(1);
    Tensor y = Normalisations.batchNorm(x, mean, variance, null, null, true, 0.1, 1e-5);
    return y.mul(drift).sum();
  }

  @Test
  void whatTheLibraryWritesToIsReadBefore() {
    Tensor x = Tensor.of(1.0, 2, 3, 5).reshape(2, 2);
    Tensor mean = tensor(0.5, -0.5);
    Tensor variance = tensor(1, 2);
    Tensor expected = behindStatistics(x, mean.copy(), variance.copy());
    Tensor found =
        (Tensor)
            Gradients.of(FusedRowsTest::behindStatistics).value(x, mean.copy(), variance.copy());
    assertEquals(expected.item(), found.item());
  }

  @Differentiable
  static Tensor octal(Tensor x, int turns) {
    Tensor y = x;
    for (int i = 0; i < turns; i++) {
      y = y.add(010).mul(0.5);
    }
    return y;
  }

  @Test
  void numbersMeanWhatTheyMeanInJava() {
    check(FusedRowsTest::octal, tensor(0.3, -0.7), 2);
  }

  @Differentiable
  static Tensor[] independent(Tensor x, Tensor w) {
    Tensor a = x.mul(2).exp();
    Tensor b = w.mul(3).sin();
    return new Tensor[] {a, b};
  }

  @Test
  void aResultNeedsAGradientIfSomethingItIsMadeOfDoes() {
    Tensor x = tensor(0.3, -0.7);
    Tensor w = tensor(0.5, 0.2).requiresGrad(true);
    Tensor[] results = (Tensor[]) Gradients.of(FusedRowsTest::independent).value(x, w);
    assertNotNull(kernels("independent", 2));
    assertArrayEquals(independent(x, w)[0].toDoubleArray(), results[0].toDoubleArray());
    assertFalse(independent(x, w)[0].requiresGrad());
    assertTrue(independent(x, w)[1].requiresGrad());
  }

  @Differentiable
  static Tensor mismatched(Tensor x, Tensor w, Tensor b) {
    Tensor h = x.mul(w);
    h = h.add(b); // mismatch
    return h.tanh();
  }

  @Test
  void aMistakeIsToldWithItsOwnLineAndOp() {
    ShapeException thrown =
        assertThrows(
            ShapeException.class,
            () ->
                Gradients.of(FusedRowsTest::mismatched)
                    .vjp(tensor(1, 1), tensor(1, 2), tensor(1, 2), tensor(1, 2, 3)));
    ShapeException eager =
        assertThrows(
            ShapeException.class, () -> mismatched(tensor(1, 2), tensor(1, 2), tensor(1, 2, 3)));
    String first = Objects.requireNonNull(thrown.getMessage());
    assertTrue(first.contains(eager.getMessage().lines().findFirst().orElseThrow()), first);
    assertEquals(1, first.split("FusedRowsTest.java:", -1).length - 1, first);
  }
}
