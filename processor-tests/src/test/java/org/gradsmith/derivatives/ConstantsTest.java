/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What the user has declared to be constant: parameters, fields, results of methods. */
@SuppressWarnings("NullAway")
final class ConstantsTest {
  private static final double PRECISION = 1e-12;

  @Differentiable(
      wrt = {"x", "a"},
      order = 2)
  static double chosen(double x, double y, double[] a, double[] b, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x * x * y * a[i] * b[i];
    }
    return sum + y + b[0];
  }

  @Test
  void parametersThatWrtLeavesOutHaveNoGradient() {
    Gradients chosen = Gradients.of(ConstantsTest::chosen);
    double[] a = {1, 2};
    double[] b = {5, 7};
    Gradient gradient = chosen.gradient(3.0, 2.0, a, b, 2);
    assertEquals(2 * 3 * 2 * 19, gradient.number(0), PRECISION);
    assertNull(gradient.of(1));
    assertArrayEquals(new double[] {18 * 5, 18 * 7}, gradient.array(2), PRECISION);
    assertNull(gradient.of(3));
    assertNull(gradient.of(4));
  }

  @Test
  void tangentsOfConstantsAreIgnored() {
    Gradients chosen = Gradients.of(ConstantsTest::chosen);
    Object[] direction = {1.0, 100.0, null, new double[] {100, 100}, null};
    Object[] arguments = {3.0, 2.0, new double[] {1, 2}, new double[] {5, 7}, 2};
    ValueAndTangent pushed = chosen.jvp(direction, arguments);
    assertEquals(12 * 19, (double) pushed.tangent(), PRECISION);
    HessianProduct product = chosen.hvp(direction, arguments);
    assertEquals(12 * 19, product.gradient().number(0), PRECISION);
    assertEquals(4 * 19, product.product().number(0), PRECISION);
    assertNull(product.product().of(1));
    assertArrayEquals(new double[] {12 * 5, 12 * 7}, product.product().array(2), PRECISION);
    assertNull(product.product().of(3));
  }

  record Pair(Tensor first, Tensor second) {}

  @Differentiable
  static Tensor tensors(
      Tensor x,
      @NonDifferentiable("data") Tensor data,
      @NonDifferentiable List<Tensor> more,
      @NonDifferentiable Pair pair,
      @NonDifferentiable Map<String, Tensor> named) {
    Tensor sum = x.mul(data);
    for (Tensor each : more) {
      sum = sum.add(each.mul(x));
    }
    return sum.mul(pair.first()).mul(named.get("a")).sum();
  }

  @Test
  void tensorsAndWhatHoldsThemAreConstant() {
    Tensor x = Tensor.scalar(2.0);
    Tensor w = Tensor.scalar(3.0).requiresGrad(true);
    Gradient gradient =
        Gradients.of(ConstantsTest::tensors)
            .gradient(x, w, List.of(w, x), new Pair(x, w), Map.of("a", w));
    assertEquals((3 + 3 + 2) * 2 * 3, gradient.tensor(0).item(), PRECISION);
    for (int i = 1; i < 5; i++) {
      assertNull(gradient.of(i));
    }
    assertTrue(gradient.others().isEmpty(), "no gradient for w");
  }

  @Test
  void tensorsThatAreConstantHaveNoTangent() {
    Tensor x = Tensor.scalar(2.0);
    Tensor data = Tensor.scalar(3.0);
    Tensor one = Tensor.scalar(1.0);
    Object[] tangents = {one, one, List.of(one), null, null};
    ValueAndTangent pushed =
        Gradients.of(ConstantsTest::tensors)
            .jvp(tangents, x, data, List.of(data), new Pair(x, x), Map.of("a", data));
    assertEquals((3 + 3) * 2 * 3, ((Tensor) pushed.tangent()).item(), PRECISION);
  }

  @NonDifferentiable("a count")
  static double steps(double x) {
    return Math.floor(x * 10);
  }

  @NonDifferentiable("read from a table")
  static Tensor looked(Tensor x) {
    return x;
  }

  @NonDifferentiable
  static double[] table(double[] x) {
    return x;
  }

  @Differentiable
  static Tensor methods(double x, Tensor t, double[] a) {
    double[] known = table(a);
    return t.mul(x * steps(x)).mul(looked(t)).mul(known[0] + a[0]).sum();
  }

  @Test
  void resultsOfMethodsAreConstant() {
    double x = 0.5;
    Gradient gradient =
        Gradients.of(ConstantsTest::methods).gradient(x, Tensor.scalar(3.0), new double[] {2});
    assertEquals(5 * 9 * 4, gradient.number(0), PRECISION);
    assertEquals(x * 5 * 3 * 4, gradient.tensor(1).item(), PRECISION);
    assertArrayEquals(new double[] {x * 5 * 9}, gradient.array(2), PRECISION);
  }

  /** A straight line, but for the constants. */
  static final class Masked extends UnaryModule {
    final Tensor weight = Tensor.scalar(3.0).requiresGrad(true);

    @NonDifferentiable("given")
    final Tensor mask = Tensor.scalar(5.0).requiresGrad(true);

    @NonDifferentiable("given")
    final double[] scales = {2};

    @Differentiable
    @Override
    public Tensor forward(@NonDifferentiable("data") Tensor x) {
      return x.mul(weight).mul(mask).mul(scales[0]);
    }
  }

  @Test
  void fieldsAndArgumentsOfModulesAreConstant() {
    Masked net = new Masked();
    Tensor x = Tensor.scalar(7.0).requiresGrad(true);
    Tensor y = net.call(x);
    assertEquals(7 * 3 * 5 * 2, y.item(), PRECISION);
    y.backward();
    assertEquals(7 * 5 * 2, net.weight.grad().item(), PRECISION);
    assertFalse(hasGradient(net.mask));
    assertFalse(hasGradient(x));
  }

  private static boolean hasGradient(Tensor tensor) {
    return tensor.grad() != null;
  }
}
