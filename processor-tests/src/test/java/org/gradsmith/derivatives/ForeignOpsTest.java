/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import static java.util.Objects.requireNonNull;
import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.ScalarType.INT;
import static org.gradsmith.ir.DType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.annotation.Derivative;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.foreign.CFunction;
import org.gradsmith.foreign.ForeignOp;
import org.gradsmith.foreign.Operands;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Ops whose values a C function computes, in compiled methods, where no tape is allowed. */
final class ForeignOpsTest {
  /** Bessel functions, whose derivatives are Bessel functions. */
  private static final ForeignOp JN =
      CFunction.of("jn")
          .elementwise(FLOAT64, scalar(INT), input(FLOAT64))
          .withVjp(ForeignOpsTest::besselVjp);

  private static final ForeignOp ATAN2 =
      CFunction.of("atan2")
          .elementwise(FLOAT64, input(FLOAT64), input(FLOAT64))
          .withVjp((given, _, bar) -> {
            Tensor y = given.input(0);
            Tensor x = given.input(1);
            Tensor share = bar.div(x.square().add(y.square()));
            return List.of(x.mul(share), y.neg().mul(share));
          });

  private static final ForeignOp PLAIN = CFunction.of("erf").elementwise(FLOAT64, input(FLOAT64));

  private static List<Tensor> besselVjp(Operands given, Tensor result, Tensor bar) {
    int order = (int) given.integer(0);
    Tensor x = given.input(0);
    return List.of(JN.with(order - 1).call(x).sub(JN.with(order + 1).call(x)).mul(0.5).mul(bar));
  }

  private static Tensor numbers(double... values) {
    return Tensor.of(values);
  }

  private static Tensor tapes(Tensor result, Tensor leaf) {
    return Autograd.grad(result, leaf).getFirst();
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray());
  }

  @Differentiable(order = 2)
  static Tensor wave(Tensor x) {
    return JN.with(1).call(x.mul(2)).mul(x).sum();
  }

  @Test
  void gradientsAreTheTapes() {
    Tensor x = numbers(-2, 0, 0.5).requiresGrad(true);
    try (var _ = Mode.REQUIRE.scope()) {
      assertSame(
          tapes(wave(x), x), Gradients.of(ForeignOpsTest::wave).gradient(x.detach()).tensor(0));
    }
  }

  @Test
  void secondDerivativesGoThroughTheDerivative() {
    Tensor x = numbers(-2, 0.5);
    Tensor vector = numbers(1, -3);
    Tensor product =
        Gradients.of(ForeignOpsTest::wave).hvp(new Object[] {vector}, x).product().tensor(0);
    Tensor leaf = x.copy().requiresGrad(true);
    Tensor gradient =
        Autograd.grad(List.of(wave(leaf)), List.of(leaf), List.of(), true, true).getFirst();
    assertSame(tapes(gradient.mul(vector).sum(), leaf), product);
    Gradcheck.checkSecond(in -> wave(in[0]), leaf);
  }

  @Differentiable
  static Tensor orders(Tensor x, int count) {
    Tensor y = x;
    for (int i = 0; i < count; i++) {
      y = i % 2 == 0 ? JN.with(i).call(y) : y.sin().mul(x);
    }
    return y.sum();
  }

  @Test
  void loopsAndBranchesChooseTheScalars() {
    Tensor x = numbers(0.5, 1.5).requiresGrad(true);
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor found = Gradients.of(ForeignOpsTest::orders).gradient(x.detach(), 5).tensor(0);
      assertSame(tapes(orders(x, 5), x), found);
    }
  }

  @Differentiable
  static Tensor angle(Tensor y, @NonDifferentiable("data") Tensor x) {
    return ATAN2.call(y, x).square().sum();
  }

  @Test
  void aConstantTensorHasNoGradient() {
    Tensor y = numbers(1, -2).requiresGrad(true);
    Tensor x = numbers(0.5, 3);
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor found = Gradients.of(ForeignOpsTest::angle).gradient(y.detach(), x).tensor(0);
      assertSame(tapes(angle(y, x), y), found);
    }
  }

  /** A straight line but for the op. */
  static final class Net extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor h = x.mul(2).sigmoid().add(x);
      return ATAN2.call(h, JN.with(0).call(h)).mul(h).tanh();
    }
  }

  @Test
  void aModulesForwardCallsItAsItIs() {
    Tensor x = numbers(-0.5, 1.5, 2).requiresGrad(true);
    Net net = new Net();
    Tensor eager = tapes(net.forward(x).sum(), x);
    try (var _ = Mode.REQUIRE.scope()) {
      net.call(x).sum().backward();
    }
    Tensor found = requireNonNull(x.grad());
    assertArrayEquals(eager.toDoubleArray(), found.toDoubleArray(), 1e-15);
    try (var _ = Mode.VERIFY.scope()) {
      net.call(x).sum().backward();
    }
  }

  @Differentiable
  static Tensor constant(Tensor x) {
    return PLAIN.call(x).mul(x).sum();
  }

  @Test
  void withoutADerivativeTheReverseSweepSaysSoWithTheLine() {
    AutogradException e =
        assertThrows(
            AutogradException.class,
            () -> Gradients.of(ForeignOpsTest::constant).gradient(numbers(1)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("'erf' has no derivative, and a sweep goes"), message);
    assertTrue(message.contains("\n  at ForeignOpsTest.java:"), message);
    assertEquals(2, message.lines().count(), message);
  }

  @Test
  void aTensorOfAnotherDtypeIsToldWithTheLine() {
    DTypeException e =
        assertThrows(
            DTypeException.class,
            () -> Gradients.of(ForeignOpsTest::constant).gradient(Tensor.of(1f)));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("convert it by to(DType.FLOAT64)\n  at ForeignOps"), message);
  }

  @Test
  void tangentsAndJacobiansComeFromTheDerivative() {
    Gradients wave = Gradients.of(ForeignOpsTest::wave);
    Tensor x = numbers(2, -0.3);
    Tensor tangent = (Tensor) requireNonNull(wave.jvp(new Object[] {numbers(1, 10)}, x).tangent());
    double[] gradient = wave.gradient(x).tensor(0).toDoubleArray();
    assertEquals(gradient[0] + 10 * gradient[1], tangent.item(), 1e-14);
    assertArrayEquals(gradient, wave.jacobian(x)[0], 1e-14);
  }

  /** Not annotated: the derivative beside it is used. */
  static Tensor erf(Tensor x) {
    return PLAIN.call(x);
  }

  @Differentiable
  @Derivative(of = ForeignOpsTest.class, method = "erf")
  static Tensor erfVjp(Tensor x, Tensor bar) {
    return x.square().neg().exp().mul(2 / Math.sqrt(Math.PI)).mul(bar);
  }

  @Differentiable
  static Tensor wrapped(Tensor x) {
    return erf(x).sum();
  }

  @Test
  void aMethodAroundAnOpMayHaveTheDerivativeInstead() {
    Tensor x = numbers(-0.5, 1);
    try (var _ = Mode.REQUIRE.scope()) {
      Tensor found = Gradients.of(ForeignOpsTest::wrapped).gradient(x).tensor(0);
      Tensor leaf = x.copy().requiresGrad(true);
      assertArrayEquals(
          tapes(leaf.erf().sum(), leaf).toDoubleArray(), found.toDoubleArray(), 1e-15);
    }
  }
}
