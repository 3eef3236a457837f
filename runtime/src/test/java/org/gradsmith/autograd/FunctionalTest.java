/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gradsmith.autograd.Functional.ValueAndProduct;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FunctionalTest {
  private final Tensor x = of(1, 2, 3);
  private final Tensor v = of(1, -1, 2);

  private static Tensor of(double... values) {
    return Tensor.of(values);
  }

  private static void expect(Tensor actual, double... values) {
    assertArrayEquals(values, actual.toDoubleArray(), 1e-12);
  }

  @Test
  void productsWithTheJacobianFromBothSides() {
    // f(x) = (x0·x1, x1·x2), so J = ((x1, x0, 0), (0, x2, x1))
    UnaryOperator<Tensor> f = t -> t.narrow(0, 0, 2).mul(t.narrow(0, 1, 2));
    ValueAndProduct forward = Functional.jvp(f, x, v);
    expect(forward.value(), 2, 6);
    expect(forward.product(), 2 - 1, -3 + 2 * 2);
    ValueAndProduct reverse = Functional.vjp(f, x, of(1, 10));
    expect(reverse.product(), 2, 1 + 30, 20);
    Tensor jacobian = Functional.jacobian(f, x);
    assertArrayEquals(new long[] {2, 3}, jacobian.shape());
    expect(jacobian, 2, 1, 0, 0, 3, 2);
    assertFalse(jacobian.requiresGrad());
  }

  @Test
  void secondDerivatives() {
    UnaryOperator<Tensor> f = t -> t.pow(3).sum().mul(t.select(0, 0));
    // f = x0·(x0³ + x1³ + x2³): by x0 twice 12·x0², by x0 and xi 3·xi², by xi twice 6·x0·xi
    double[] hessian = {12, 12, 27, 12, 12, 0, 27, 0, 18};
    expect(Functional.hessian(f, x), hessian);
    expect(Functional.hvp(f, x, v).product(), 12 - 12 + 54, 12 - 12, 27 + 36);
    expect(Functional.grad(f, x), 4 + 8 + 27, 12, 27);
  }

  @Test
  void theModesNestInAnyOrder() {
    UnaryOperator<Tensor> cube = t -> t.pow(3).sum();
    UnaryOperator<Tensor> forwardTwice =
        t -> Functional.jvp(s -> Functional.jvp(cube, s, v).product(), t, v).product();
    expect(forwardTwice.apply(x), 6 * (1 + 2 + 3 * 4)); // sum of 6·x·v²
    UnaryOperator<Tensor> slope = t -> Functional.jvp(cube, t, v).product();
    expect(Functional.grad(slope, x), 6, -12, 36); // reverse over forward: 6·x·v
    expect(Functional.jvp(t -> Functional.grad(cube, t), x, v).product(), 6, -12, 36);
    Tensor third = Functional.grad(t -> Functional.grad(slope, t).sum(), x);
    expect(third, 6, -6, 12);
  }

  @Test
  void levelsDoNotConfuseTheirTangents() {
    // d/dx (x · d/dy (x + y)) = 1, not 2
    Tensor one = of(1);
    Tensor product =
        Functional.jvp(
                outer -> outer.mul(Functional.jvp(inner -> outer.add(inner), one, one).product()),
                of(5),
                one)
            .product();
    expect(product, 1);
  }

  @Test
  void resultsAreRecordedWhereTheArgumentIs() {
    Tensor leaf = of(2).requiresGrad(true);
    Tensor slope = Functional.jvp(t -> t.pow(3), leaf, of(1)).product();
    slope.sum().backward();
    expect(Objects.requireNonNull(leaf.grad()), 12);
    try (var _ = Autograd.noGrad()) {
      assertFalse(Functional.jvp(t -> t.pow(3), leaf, of(1)).product().requiresGrad());
      assertFalse(Functional.jacobian(t -> t.pow(3), leaf).requiresGrad());
    }
  }

  @Test
  void whatTheFunctionDoesNotUseHasZeroDerivatives() {
    expect(Functional.jvp(t -> of(7), x, v).product(), 0);
    expect(Functional.jacobian(t -> of(7), x), 0, 0, 0);
    expect(Functional.jvp(Tensor::detach, x, v).product(), 0, 0, 0);
  }

  @Test
  void writesInPlaceCarryTangents() {
    UnaryOperator<Tensor> f = t -> t.copy().mulInPlace(t).addInPlace(1).expInPlace().logInPlace();
    expect(Functional.jvp(f, x, v).product(), 2, -4, 12);
    Tensor written = x.copy(); // the argument itself, as in PyTorch
    expect(Functional.jvp(t -> t.mulInPlace(2), written, v).product(), 2, -2, 4);
    expect(written, 2, 4, 6);
    UnaryOperator<Tensor> zeroed = t -> t.mul(2).zeroInPlace();
    expect(Functional.jvp(zeroed, x, v).product(), 0, 0, 0);
  }

  @Test
  void writesThroughViewsCarryTangentsToAllWhoShowTheElements() {
    UnaryOperator<Tensor> f =
        t -> {
          Tensor all = t.copy();
          Tensor first = all.select(0, 0);
          all.narrow(0, 0, 2).mulInPlace(t.narrow(0, 1, 2));
          Tensor read = first.mul(10);
          all.narrow(0, 1, 2).select(0, 1).zeroInPlace();
          return Tensor.cat(List.of(all, read.view(1)), 0);
        };
    // x = 1, 2, 3 and v = 1, -1, 2
    Functional.ValueAndProduct found = Functional.jvp(f, x, v);
    expect(found.value(), 2, 6, 0, 20);
    expect(found.product(), 1, 1, 0, 10);
    double[] gradient = {1, 1, 0, 10};
    for (int i = 0; i < gradient.length; i++) {
      int place = i;
      Tensor one = Functional.grad(t -> f.apply(t).select(0, place), x);
      assertEquals(gradient[i], one.mul(v).sum().item(), 1e-9);
    }
  }

  @Test
  void aWriteReplacesTheTangentsOfEveryLevel() {
    UnaryOperator<Tensor> f =
        t -> {
          Tensor all = t.mul(t);
          all.narrow(0, 1, 1).mulInPlace(t.narrow(0, 0, 1));
          return all;
        };
    Tensor second = Functional.jvp(t -> Functional.jvp(f, t, v).product(), x, v).product();
    // d²/ds² of (1 + s)² and of (2 - s)² (1 + s) and of (3 + 2s)²
    expect(second, 2, 2 - 8, 8);
  }

  @Test
  void aFunctionMappedOverADimension() {
    Tensor matrix = Tensor.from(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor sums = Functional.vmap(Tensor::sum, 0, 0).apply(matrix);
    expect(sums, 6, 15);
    Tensor turned = Functional.vmap(column -> column.mul(2), 1, 0).apply(matrix);
    assertArrayEquals(new long[] {3, 2}, turned.shape());
    expect(turned, 2, 8, 4, 10, 6, 12);
    Tensor perRow =
        Functional.vmap(row -> Functional.grad(t -> t.mul(t).sum(), row), 0, 0).apply(matrix);
    expect(perRow, 2, 4, 6, 8, 10, 12);
    assertThrows(
        ShapeException.class,
        () -> Functional.vmap(t -> t, 0, 0).apply(Tensor.of(1.0).view(new long[0])));
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThrows(AutogradException.class, () -> Functional.jvp(t -> t, x, of(1)));
    assertThrows(AutogradException.class, () -> Functional.jvp(t -> t, Tensor.of(1L), of(1)));
    assertThrows(AutogradException.class, () -> Functional.vjp(t -> t, x, of(1)));
    assertThrows(ShapeException.class, () -> Functional.grad(t -> t, x));
  }
}
