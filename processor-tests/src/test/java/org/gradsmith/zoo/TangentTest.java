/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Derivatives in a direction agree with differences and with gradients. */
@SuppressWarnings({"NullAway", "ArrayRecordComponent"})
class TangentTest {
  private static final long SEED = 7;

  /**
   * A call of a method of the zoo.
   *
   * @param isTwice whether it has second derivatives
   * @param isSingle whether it is computed in float32
   */
  private record Case(
      String name, Gradients method, boolean isTwice, boolean isSingle, Object... arguments) {
    /** The arguments, for a method that may write to them. */
    @Nullable Object[] copied() {
      return moved(0, Forms.random(arguments, new Random(SEED)));
    }

    @Nullable Object[] moved(double step, @Nullable Object direction) {
      return (Object[]) Forms.moved(arguments, direction, step);
    }

    double step() {
      return isSingle ? 1e-2 : 1e-5;
    }

    double tolerance() {
      return isSingle ? 2e-3 : 1e-7;
    }
  }

  private static Case twice(String name, Gradients method, Object... arguments) {
    return new Case(name, method, true, false, arguments);
  }

  private static Tensor tensor(long... shape) {
    long seed = Arrays.hashCode(shape);
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return Tensor.of(new Random(seed).doubles(count, -1, 1).toArray()).view(shape);
  }

  private static List<Case> cases() {
    return List.of(
        twice("rosenbrock", Gradients.of(DirectionalZoo::rosenbrock), 1.2, 0.7),
        twice("functions", Gradients.of(DirectionalZoo::functions), 0.8, -0.6),
        twice("other functions", Gradients.of(DirectionalZoo::otherFunctions), 0.8, -0.6),
        twice("objects", Gradients.of(DirectionalZoo::objects), 0.8),
        new Case("single", Gradients.of(DirectionalZoo::single), true, true, 0.7f, 1.3f),
        twice("escape", Gradients.of(DirectionalZoo::escape), 0.5, 0.6, 12),
        twice("escape, few turns", Gradients.of(DirectionalZoo::escape), -0.4, 0.1, 4),
        twice("branches, first", Gradients.of(DirectionalZoo::branches), 0.9, 0.6),
        twice("branches, product", Gradients.of(DirectionalZoo::branches), 1.6, 1.2),
        twice("branches, maximum", Gradients.of(DirectionalZoo::branches), 0.4, 0.8),
        twice("branches, negative", Gradients.of(DirectionalZoo::branches), -1.2, -2.5),
        twice("chained", Gradients.of(DirectionalZoo::chained), new double[] {0.3, 0.8, -0.5, 1.1}),
        twice("chained, empty turns", Gradients.of(DirectionalZoo::chained), new double[] {0.3}),
        new Case(
            "polynomial",
            Gradients.of(DirectionalZoo::polynomial),
            true,
            true,
            new float[] {0.5f, -1.5f, 0.25f},
            0.9),
        new Case(
            "rotated",
            Gradients.of(DirectionalZoo::rotated),
            false,
            false,
            new double[] {0.5, 2},
            0.3),
        twice("helped", Gradients.of(DirectionalZoo::helped), new double[] {0.9, -0.4}, 1.1),
        twice(
            "network",
            Gradients.of(DirectionalZoo::network),
            tensor(2, 3),
            tensor(3, 4),
            tensor(4)),
        twice(
            "listed",
            Gradients.of(DirectionalZoo::listed),
            List.of(tensor(3), tensor(3).sin()),
            1.4,
            3),
        new Case(
            "throughModule",
            Gradients.of(DirectionalZoo::throughModule),
            true,
            true,
            tensor(2, 5).to(DType.FLOAT32),
            new Nets.Shared(),
            0.7),
        new Case(
            "outcomes",
            Gradients.of(DirectionalZoo::outcomes),
            false,
            false,
            new DirectionalZoo.Line(tensor(2), tensor(1)),
            new Tensor[] {tensor(2).cos(), tensor(2, 2)}));
  }

  @TestFactory
  Stream<DynamicTest> tangentsAreDifferences() {
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> differences(c)));
  }

  private static void differences(Case c) {
    Object[] direction = (Object[]) Forms.random(c.arguments(), new Random(SEED));
    ValueAndTangent found = c.method().jvp(direction, c.copied());
    double[] value = Forms.numbers(c.method().value(c.copied()));
    assertArrayEquals(value, Forms.numbers(found.value()), 1e-12, "value");
    double[] after = Forms.numbers(c.method().value(c.moved(c.step(), direction)));
    double[] before = Forms.numbers(c.method().value(c.moved(-c.step(), direction)));
    double[] tangent = Forms.numbers(found.tangent());
    assertEquals(value.length, tangent.length);
    for (int i = 0; i < tangent.length; i++) {
      double expected = (after[i] - before[i]) / (2 * c.step());
      assertEquals(expected, tangent[i], c.tolerance() * Math.max(1, Math.abs(expected)));
    }
  }

  @TestFactory
  Stream<DynamicTest> tangentsAndGradientsAreTransposes() {
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> transposes(c)));
  }

  private static void transposes(Case c) {
    Random random = new Random(SEED + 1);
    Object[] direction = (Object[]) Forms.random(c.arguments(), random);
    ValueAndTangent pushed = c.method().jvp(direction, c.copied());
    Object cotangent = Forms.random(pushed.value(), random);
    Gradient pulled = c.method().vjp(cotangent, c.copied());
    double expected = Forms.product(pulled.arguments(), direction);
    double tolerance = (c.isSingle() ? 1e-5 : 1e-12) * Math.max(1, Math.abs(expected));
    assertEquals(expected, Forms.product(cotangent, pushed.tangent()), tolerance);
  }

  @TestFactory
  Stream<DynamicTest> productsWithTheHessianAreDifferencesOfGradients() {
    return cases().stream()
        .filter(Case::isTwice)
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> second(c)));
  }

  private static void second(Case c) {
    Object[] direction = (Object[]) Forms.random(c.arguments(), new Random(SEED + 2));
    HessianProduct found = c.method().hvp(direction, c.copied());
    Gradient gradient = c.method().gradient(c.copied());
    double close = c.isSingle() ? 1e-4 : 1e-12;
    assertArrayEquals(
        Forms.numbers(gradient.value()), Forms.numbers(found.gradient().value()), close);
    assertArrayEquals(
        Forms.numbers(gradient.arguments()),
        Forms.numbers(found.gradient().arguments()),
        close * 10);
    assertEquals(
        Forms.product(gradient.arguments(), direction),
        Forms.numbers(found.product().value())[0],
        close * 10);
    double[] after = Forms.numbers(c.method().gradient(c.moved(c.step(), direction)).arguments());
    double[] before = Forms.numbers(c.method().gradient(c.moved(-c.step(), direction)).arguments());
    double[] product = Forms.numbers(found.product().arguments());
    assertEquals(after.length, product.length);
    for (int i = 0; i < product.length; i++) {
      double expected = (after[i] - before[i]) / (2 * c.step());
      assertEquals(expected, product[i], c.tolerance() * Math.max(1, Math.abs(expected)));
    }
  }

  @Test
  void rosenbrocksHessianIsThatOfTheFormula() {
    double x = 1.2;
    double y = 0.7;
    double[][] hessian = Gradients.of(DirectionalZoo::rosenbrock).hessian(x, y);
    assertArrayEquals(new double[] {2 - 400 * (y - 3 * x * x), -400 * x}, hessian[0], 1e-10);
    assertArrayEquals(new double[] {-400 * x, 200}, hessian[1], 1e-10);
  }

  @Test
  void theHessianIsSymmetric() {
    double[][] hessian =
        Gradients.of(DirectionalZoo::chained).hessian(new double[] {0.3, 0.8, -0.5, 1.1});
    assertEquals(4, hessian.length);
    for (int i = 0; i < 4; i++) {
      for (int k = 0; k < i; k++) {
        assertEquals(1, hessian[i][k] / hessian[k][i], 1e-12);
      }
    }
  }

  @Test
  void theJacobianHasARowForEachResult() {
    double angle = 0.3;
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double[][] jacobian =
        Gradients.of(DirectionalZoo::rotated).jacobian(new double[] {0.5, 2}, angle);
    assertArrayEquals(new double[] {c, -s, -s * 0.5 - c * 2}, jacobian[0], 1e-14);
    assertArrayEquals(new double[] {s, c, c * 0.5 - s * 2}, jacobian[1], 1e-14);
    assertArrayEquals(new double[] {2, 0.5, 0}, jacobian[2], 1e-14);
  }

  @Test
  void aRootThatNothingMovesHasNoTangent() {
    Gradients root = Gradients.of(DirectionalZoo::root);
    assertEquals(1.0, root.jvp(new Object[] {null, 1.0}, 0.0, 2.0).tangent());
    Object upwards = root.jvp(new Object[] {1.0, null}, 0.0, 2.0).tangent();
    assertEquals(Double.POSITIVE_INFINITY, upwards);
  }

  @Test
  void tangentsThatAreLeftOutAreZero() {
    Tensor x = tensor(2, 3);
    Tensor w = tensor(3, 4);
    Tensor v = tensor(4);
    ValueAndTangent along =
        Gradients.of(DirectionalZoo::network).jvp(new Object[] {null, null, null}, x, w, v);
    assertEquals(0.0, ((Tensor) along.tangent()).item());
    assertEquals(DType.FLOAT64, ((Tensor) along.tangent()).dtype());
  }

  @Test
  void argumentsKeepTheirTangentsToThemselves() {
    double[] x = {0.9, -0.4};
    double[] direction = {1, 2};
    Gradients.of(DirectionalZoo::rotated).jvp(new Object[] {direction, 1.0}, x, 1.1);
    assertArrayEquals(new double[] {0.9, -0.4}, x);
    Gradients.of(DirectionalZoo::helped).jvp(new Object[] {direction, 1.0}, x, 1.1);
    assertArrayEquals(new double[] {1, 2}, direction, "the method scales its argument's tangent");
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Gradients method = Gradients.of(DirectionalZoo::rosenbrock);
    assertMessage("2 arguments and 1 tangents", () -> method.jvp(new Object[] {1.0}, 1.0, 2.0));
    assertMessage(
        "DirectionalZoo.chained was given double[2], and the tangent double[3] does not fit it",
        () ->
            Gradients.of(DirectionalZoo::chained)
                .jvp(new Object[] {new double[3]}, (Object) new double[2]));
    assertMessage(
        "not one number",
        () -> Gradients.of(DirectionalZoo::manyTwice).hvp(new Object[] {1.0}, 2.0));
  }

  private static void assertMessage(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void aClassThatWasNotAskedForIsNamedWithItsAttribute() {
    CompiledException second =
        assertThrows(
            CompiledException.class,
            () ->
                Gradients.of(DirectionalZoo::rotated)
                    .hvp(new Object[] {null, 1.0}, new double[2], 1.0));
    assertTrue(second.getMessage().contains("order = 2"), second.getMessage());
    CompiledException forward =
        assertThrows(
            CompiledException.class,
            () -> Gradients.of(DirectionalZoo::onlyReverse).jvp(new Object[] {1.0}, 1.0));
    assertTrue(forward.getMessage().contains("Mode.FORWARD"), forward.getMessage());
    Gradients onlyForward = Gradients.of(DirectionalZoo::onlyForward);
    assertEquals(6.0, onlyForward.jvp(new Object[] {1.0}, 3.0).tangent());
    CompiledException reverse =
        assertThrows(CompiledException.class, () -> onlyForward.gradient(3.0));
    assertTrue(reverse.getMessage().contains("Mode.REVERSE"), reverse.getMessage());
  }
}
