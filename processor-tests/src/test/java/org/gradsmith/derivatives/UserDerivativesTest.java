/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.UseDerivatives;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

@UseDerivatives(SpecialDerivatives.class)
@SuppressWarnings("NullAway")
final class UserDerivativesTest {
  private static final double PRECISION = 1e-12;

  @Differentiable(order = 2)
  static double cubes(double x, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Special.cube(x * i) * x;
    }
    return sum;
  }

  @Test
  void gradientsTangentsAndHessiansOfANumberGoThroughTheRule() {
    Gradients cubes = Gradients.of(UserDerivativesTest::cubes);
    double x = 0.7; // 9 x⁴
    assertEquals(4 * 9 * x * x * x, cubes.gradient(x, 3).number(0), PRECISION);
    ValueAndTangent pushed = cubes.jvp(new Object[] {2.0, null}, x, 3);
    assertEquals(9 * x * x * x * x, (double) pushed.value(), PRECISION);
    assertEquals(2 * 36 * x * x * x, (double) pushed.tangent(), PRECISION);
    HessianProduct product = cubes.hvp(new Object[] {2.0, null}, x, 3);
    assertEquals(36 * x * x * x, product.gradient().number(0), PRECISION);
    assertEquals(2 * 108 * x * x, product.product().number(0), PRECISION);
  }

  @Differentiable
  static float halves(float x) {
    return Special.half(x * x);
  }

  @Test
  void floatsStayFloats() {
    assertEquals(3f, Gradients.of(UserDerivativesTest::halves).gradient(3f).of(0));
  }

  @Differentiable(order = 2)
  static double products(double x, double y) {
    return Special.product(x, y, 3) + y;
  }

  @Test
  void severalNumbersHaveTheirGradientsInAnArray() {
    Gradients products = Gradients.of(UserDerivativesTest::products);
    Gradient gradient = products.gradient(2.0, 5.0);
    assertEquals(75, gradient.number(0), PRECISION);
    assertEquals(61, gradient.number(1), PRECISION);
    double[][] hessian = products.hessian(2.0, 5.0);
    assertArrayEquals(new double[] {0, 30}, hessian[0], PRECISION);
    assertArrayEquals(new double[] {30, 12}, hessian[1], PRECISION);
  }

  @Differentiable(order = 2)
  static double norms(double[] x) {
    double norm = Special.norm(x);
    for (int i = 0; i < x.length; i++) {
      x[i] = 100; // the rule is given what the method saw
    }
    return norm * norm * norm;
  }

  @Test
  void arraysAreGivenAsTheMethodSawThem() {
    Gradients norms = Gradients.of(UserDerivativesTest::norms);
    Gradient gradient = norms.gradient(new double[] {3, 4});
    assertArrayEquals(new double[] {3 * 5 * 3, 3 * 5 * 4}, gradient.array(0), PRECISION);
    ValueAndTangent pushed =
        norms.jvp(new Object[] {new double[] {1, 0}}, (Object) new double[] {3, 4});
    assertEquals(3 * 5 * 3, (double) pushed.tangent(), PRECISION);
    HessianProduct product =
        norms.hvp(new Object[] {new double[] {1, 0}}, (Object) new double[] {3, 4});
    // the Hessian of |x|³ is 3 (|x| I + x xᵀ / |x|)
    assertArrayEquals(new double[] {45, 60}, product.gradient().array(0), PRECISION);
    assertArrayEquals(
        new double[] {3 * (5 + 9.0 / 5), 3 * 12.0 / 5}, product.product().array(0), 1e-10);
  }

  @Differentiable
  static double squares(double[] x, double factor) {
    double[] squares = Special.squares(x, factor * 2);
    double sum = 0;
    for (int i = 0; i < squares.length; i++) {
      sum += (i + 1) * squares[i];
    }
    return sum;
  }

  @Test
  void aRecordHoldsGradientsOfSeveralKinds() {
    Gradients squares = Gradients.of(UserDerivativesTest::squares);
    Gradient gradient = squares.gradient(new double[] {1, 2}, 3.0);
    assertArrayEquals(new double[] {12, 48}, gradient.array(0), PRECISION);
    assertEquals(18, gradient.number(1), PRECISION);
    ValueAndTangent pushed =
        squares.jvp(new Object[] {new double[] {1, 1}, 1.0}, new double[] {1, 2}, 3.0);
    assertEquals(12 + 48 + 18, (double) pushed.tangent(), PRECISION);
  }

  @Differentiable(order = 2)
  static Tensor softplus(Tensor x) {
    return Special.softplus(x.mul(2)).mul(x).sum();
  }

  @Test
  void tensorsHaveRulesOfAllKinds() {
    Gradients softplus = Gradients.of(UserDerivativesTest::softplus);
    double x = 0.3;
    double s = 1 / (1 + Math.exp(-2 * x));
    double first = 2 * s * x + Math.log(Math.exp(2 * x) + 1);
    double second = 4 * s + 4 * s * (1 - s) * x;
    Tensor at = Tensor.scalar(x);
    assertEquals(first, softplus.gradient(at).tensor(0).item(), PRECISION);
    ValueAndTangent pushed = softplus.jvp(new Object[] {Tensor.scalar(3.0)}, at);
    assertEquals(3 * first, ((Tensor) pushed.tangent()).item(), PRECISION);
    HessianProduct product = softplus.hvp(new Object[] {Tensor.scalar(3.0)}, at);
    assertEquals(first, product.gradient().tensor(0).item(), PRECISION);
    assertEquals(3 * second, product.product().tensor(0).item(), PRECISION);
  }

  @Differentiable
  static Tensor aliased(Tensor x) {
    return Special.same(x).add(x).sum();
  }

  @Test
  void aMethodThatReturnsItsArgumentHasItsOwnGradient() {
    Gradient gradient = Gradients.of(UserDerivativesTest::aliased).gradient(Tensor.scalar(2.0));
    assertEquals(8, gradient.tensor(0).item(), PRECISION);
  }

  @Test
  void withoutATangentOfItsOwnATensorRefusesForwardMode() {
    Gradients aliased = Gradients.of(UserDerivativesTest::aliased);
    Object[] tangents = {Tensor.scalar(1.0)};
    CompiledException refused =
        assertThrows(CompiledException.class, () -> aliased.jvp(tangents, Tensor.scalar(2.0)));
    assertTrue(refused.getMessage().contains("SpecialDerivatives.sameVjp"), refused.getMessage());
  }

  @Differentiable
  static Tensor mixed(Tensor x, double factor, Tensor y) {
    return Special.scaledBy(x, factor * factor, y).sum();
  }

  @Test
  void numbersAndTensorsMix() {
    Gradient gradient =
        Gradients.of(UserDerivativesTest::mixed)
            .gradient(Tensor.scalar(2.0), 3.0, Tensor.scalar(5.0));
    assertEquals(45, gradient.tensor(0).item(), PRECISION);
    assertEquals(6 * 10, gradient.number(1), PRECISION);
    assertEquals(0, gradient.tensor(2).item(), "null adds nothing");
  }

  @Differentiable
  static double power(Special special, double x) {
    return special.scaled(x * x);
  }

  @Test
  void theObjectOfAnInstanceMethodComesFirst() {
    Gradient gradient = Gradients.of(UserDerivativesTest::power).gradient(new Special(2), 1.5);
    assertEquals(4 * 1.5 * 1.5 * 1.5, gradient.number(1), 1e-6);
  }

  @Differentiable
  static double length(double x, double y) {
    return Math.hypot(x, y);
  }

  @Test
  void theUsersDerivativeComesBeforeTheTables() {
    SpecialDerivatives.asked = 0;
    assertEquals(
        0.6, Gradients.of(UserDerivativesTest::length).gradient(3.0, 4.0).number(0), PRECISION);
    assertEquals(1, SpecialDerivatives.asked);
  }

  /** A straight line, which would otherwise be compiled with the body of the method. */
  static final class Net extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Special.same(x.mul(2));
    }
  }

  @Test
  void modulesUseTheRuleToo() {
    Tensor x = Tensor.scalar(2.0).requiresGrad(true);
    new Net().call(x).sum().backward();
    assertEquals(14, x.grad().item(), PRECISION);
  }
}
