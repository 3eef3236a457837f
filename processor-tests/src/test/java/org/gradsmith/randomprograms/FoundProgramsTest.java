/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What random programs found: each is a method whose compiled value or gradient was once wrong. */
@SuppressWarnings("NullAway")
class FoundProgramsTest {
  private static final double ROUNDING = 1e-12;

  @Differentiable
  static double countedOnTheRight(double x, int n) {
    int i = n;
    double product = i * (x * i++);
    int sum = i + i++;
    return product * sum * i;
  }

  @Test
  void anIntegerIsReadBeforeItIsCountedUpOnTheRight() {
    Gradient gradient = Gradients.of(FoundProgramsTest::countedOnTheRight).gradient(0.5, 2);
    assertEquals(countedOnTheRight(0.5, 2), gradient.value());
    assertEquals(96, gradient.number(0), ROUNDING); // 2 * 2 * (3 + 3) * 4
  }

  @Differentiable
  static double twoSigns(double x, int n) {
    return x * - -n;
  }

  @Test
  void twoSignsAreNoDecrement() {
    assertEquals(2, Gradients.of(FoundProgramsTest::twoSigns).gradient(0.5, 2).number(0));
  }

  static double raised(double[] a) {
    a[0] = a[0] + 1;
    return a[0];
  }

  @Differentiable
  static double writesOnTheRight(double[] a) {
    return a[0] < raised(a) ? a[0] * a[0] : a[1];
  }

  @Test
  void anElementIsReadBeforeACallOnTheRightWritesIt() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::writesOnTheRight).gradient(new double[] {0.8, 0.6});
    assertEquals(writesOnTheRight(new double[] {0.8, 0.6}), gradient.value());
    assertArrayEquals(new double[] {3.6, 0}, gradient.array(0), ROUNDING);
  }

  @Differentiable
  static double placesFromATable(double[] a) {
    int[] places = {0, 1, 2};
    double s = a[places[0]];
    places[0] = 1;
    s = s * a[places[0]];
    places[0]++;
    a[places[0]] = s;
    places[0] = 0;
    return s * a[2];
  }

  @Test
  void anIndexReadFromATableIsTheSameInTheReverseSweep() {
    Gradient gradient =
        Gradients.of(FoundProgramsTest::placesFromATable).gradient(new double[] {0.8, 0.6, 0.1});
    assertArrayEquals(new double[] {0.576, 0.768, 0}, gradient.array(0), ROUNDING);
  }

  @Differentiable
  static double copies(double[] a, double x) {
    double[] b = a.clone();
    b[0] *= x;
    double[] c = Arrays.copyOf(b, 3);
    c[2] = b[1];
    double[] d = Arrays.copyOfRange(c, 1, 4);
    System.arraycopy(d, 0, d, 1, 2);
    Arrays.fill(b, x);
    return c[0] * d[1] + d[2] * b[1];
  }

  @Test
  void copiesAndFillsOfArraysKeepDerivatives() {
    double[] a = {0.8, 0.6};
    Gradient gradient = Gradients.of(FoundProgramsTest::copies).gradient(a, 0.5);
    assertEquals(copies(a, 0.5), gradient.value()); // a0 x a1 + a1 x
    assertArrayEquals(new double[] {0.3, 0.9}, gradient.array(0), ROUNDING);
    assertEquals(1.08, gradient.number(1), ROUNDING);
  }

  @Differentiable
  static Tensor reassigned(Tensor x, Tensor[] all) {
    all[0] = x.mul(all[1]);
    x = x.mul(all[0]);
    return x.mul(2.0);
  }

  @Test
  void reassignedTensorsAndReplacedElementsKeepTheirGradients() {
    Tensor[] all = {Tensor.scalar(7.0), Tensor.scalar(3.0)};
    Gradient gradient =
        Gradients.of(FoundProgramsTest::reassigned).gradient(Tensor.scalar(0.5), all);
    assertEquals(6, gradient.tensor(0).item(), ROUNDING); // of 2 x^2 a1
    Tensor[] elements = (Tensor[]) gradient.of(1);
    assertEquals(0, elements[0].item(), ROUNDING);
    assertEquals(0.5, elements[1].item(), ROUNDING);
  }
}
