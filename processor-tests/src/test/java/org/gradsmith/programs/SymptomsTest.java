/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.nn.BinaryModule;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.ValuesAndIndices;
import org.junit.jupiter.api.Test;

/** Faults that the programs showed, each in the smallest method that has it. */
@SuppressWarnings("NullAway")
class SymptomsTest {
  private static final double PRECISION = 1e-12;

  /** sin(x²)², the variable overwritten before its second use is reversed. */
  @Differentiable
  static double overwrittenNumber(double x) {
    double a = x * x;
    a = Math.sin(a);
    a = a * a;
    return a;
  }

  @Differentiable
  static Tensor overwrittenTensor(Tensor x) {
    Tensor a = x.mul(x);
    a = a.sin();
    return a.mul(a);
  }

  @Test
  void firstOverwriteOfAnInitialisedVariableIsUndone() {
    double x = 0.7;
    double expected = 2 * Math.sin(x * x) * Math.cos(x * x) * 2 * x;
    Gradient number = Gradients.of(SymptomsTest::overwrittenNumber).gradient(x);
    assertEquals(expected, number.number(0), PRECISION);
    Tensor one = Tensor.scalar(x);
    Gradient tensor = Gradients.of(SymptomsTest::overwrittenTensor).gradient(one);
    assertEquals(expected, tensor.tensor(0).item(), PRECISION);
  }

  @Differentiable
  static Tensor copied(Tensor x) {
    return x.copy().mul(x);
  }

  @Test
  void theOpBehindCopyIsNoMethodOfTheGeneratedClass() {
    Gradients gradients = Gradients.of(SymptomsTest::copied);
    Gradient gradient = gradients.gradient(Tensor.scalar(3.0));
    assertEquals(6, gradient.tensor(0).item());
    Object[] tangents = {Tensor.scalar(0.5)};
    Tensor tangent = (Tensor) gradients.jvp(tangents, Tensor.scalar(3.0)).tangent();
    assertEquals(3, Objects.requireNonNull(tangent).item());
  }

  @Differentiable
  static double[] listedElements(double x, double y) {
    double[] made = {x * y, 3.0, y};
    return new double[] {made[0] * made[2], made[1], x};
  }

  @Test
  void numbersInArrayInitialisersKeepTheirDerivatives() {
    double[] cotangent = {2, 5, 11};
    Gradient gradient = Gradients.of(SymptomsTest::listedElements).vjp(cotangent, 0.5, 3.0);
    assertArrayEquals(new double[] {4.5, 3, 0.5}, (double[]) gradient.value());
    assertEquals(2 * 9 + 11, gradient.number(0), PRECISION);
    assertEquals(2 * 2 * 0.5 * 3, gradient.number(1), PRECISION);
  }

  @Differentiable
  static Tensor partsOfHolders(Tensor x) {
    ValuesAndIndices largest = x.max(0, false);
    List<Tensor> parts = x.mul(2.0).unbind(0);
    Tensor sum = largest.values().mul(3.0);
    for (Tensor part : parts) {
      sum = sum.add(part.mul(part));
    }
    return sum.mul(x.min(0, false).values());
  }

  @Test
  void tensorsInListsAndRecordsOfTheLibraryKeepTheirGradients() {
    Tensor x = Tensor.of(1.0, 2.0).requiresGrad(true);
    Tensor expected = Autograd.grad(partsOfHolders(x), x).getFirst();
    Gradients gradients = Gradients.of(SymptomsTest::partsOfHolders);
    Gradient gradient = gradients.gradient(x.detach());
    assertArrayEquals(expected.toDoubleArray(), gradient.tensor(0).toDoubleArray(), PRECISION);
    Tensor direction = Tensor.of(0.5, -1.0);
    Tensor tangent =
        (Tensor)
            Objects.requireNonNull(gradients.jvp(new Object[] {direction}, x.detach()).tangent());
    assertEquals(expected.mul(direction).sum().item(), tangent.item(), PRECISION);
  }

  @Differentiable
  static Tensor chosenByNumbers(Tensor x, Tensor y) {
    Tensor chosen = x.sum().item() > y.sum().item() ? x.mul(y) : x.sub(y);
    boolean large = y.sum().item() > 1;
    return large ? chosen.mul(2.0) : chosen;
  }

  @Test
  void numbersReadFromTensorsMayChooseTheWay() {
    Gradient gradient =
        Gradients.of(SymptomsTest::chosenByNumbers)
            .gradient(Tensor.scalar(3.0), Tensor.scalar(2.0));
    assertEquals(4.0, gradient.tensor(0).item(), PRECISION);
    assertEquals(6.0, gradient.tensor(1).item(), PRECISION);
  }

  /**
   * Two numbers at a time.
   *
   * @param sum of both
   * @param parts both
   */
  record Sum(Tensor sum, Parts parts) {}

  /**
   * Two tensors.
   *
   * @param left one
   * @param right the other
   */
  record Parts(Tensor left, Tensor right) {}

  static final class Adder extends BinaryModule<Parts, Integer, Sum> {
    private final Tensor weight = parameter(Tensor.of(2.0, -1.0));

    @Differentiable
    @Override
    public Sum forward(Parts parts, Integer factor) {
      Tensor weighted = parts.left().mul(weight).mul(factor);
      return new Sum(weighted.add(parts.right()), new Parts(weighted, parts.right()));
    }
  }

  @Differentiable
  static Tensor recordsThroughModules(Adder adder, Tensor x, Tensor y) {
    Sum sum = new Sum(x, new Parts(x, y));
    for (int i = 1; i < 4; i++) {
      sum = adder.call(new Parts(sum.sum(), sum.parts().right()), i);
    }
    return sum.sum().mul(sum.parts().right());
  }

  @Test
  void tensorsInRecordsKeepTheirGradientsThroughModules() {
    Adder adder = new Adder();
    Tensor x = Tensor.of(0.5, 2.0).requiresGrad(true);
    Tensor y = Tensor.of(-1.0, 0.25).requiresGrad(true);
    recordsThroughModules(adder, x, y).sum().backward();
    Gradient gradient =
        Gradients.of(SymptomsTest::recordsThroughModules)
            .vjp(Tensor.of(1.0, 1.0), adder, x.detach(), y.detach());
    Closeness closeness = new Closeness(PRECISION, PRECISION);
    closeness.require("x", gradient.tensor(1), Objects.requireNonNull(x.grad()));
    closeness.require("y", gradient.tensor(2), Objects.requireNonNull(y.grad()));
    closeness.require(
        "weight",
        Objects.requireNonNull(gradient.of(adder.weight)),
        Objects.requireNonNull(adder.weight.grad()));
  }

  /** A variable with the name that generated lambdas give their parameter. */
  @Differentiable
  static Tensor namedLikeALambdasParameter(Tensor in) {
    Tensor flow = in.narrow(0, 0, 1).mul(3.0);
    return flow.add(in.narrow(0, 1, 1));
  }

  @Test
  void variablesMayHaveTheNamesThatGeneratedCodeUses() {
    Tensor ones = Tensor.of(1.0);
    Gradient gradient =
        Gradients.of(SymptomsTest::namedLikeALambdasParameter).vjp(ones, Tensor.of(2.0, 5.0));
    assertArrayEquals(new double[] {3, 1}, gradient.tensor(0).toDoubleArray());
  }

  @Differentiable
  static double power(double x, int n) {
    if (n == 0) {
      return 1;
    }
    return x * power(x, n - 1);
  }

  @Differentiable
  static double passedOn(double x) {
    return power(x, 3);
  }

  @Test
  void aResultThatIsReturnedAsItCameHasATangent() {
    Gradients passedOn = Gradients.of(SymptomsTest::passedOn);
    assertEquals(12.0, (double) passedOn.jvp(new Object[] {1.0}, 2.0).tangent(), PRECISION);
  }
}
