/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/** The functions of {@link Math}. */
class FunctionsTest {
  @Differentiable(order = 2)
  static double exp(double a) {
    return Math.exp(a);
  }

  @Differentiable(order = 2)
  static double expOfExp(double a) {
    return Math.exp(Math.exp(a));
  }

  @Differentiable(order = 2)
  static double cos(double a) {
    return Math.cos(a);
  }

  @Differentiable(order = 2)
  static double sin(double a) {
    return Math.sin(a);
  }

  @Differentiable(order = 2)
  static double tan(double a) {
    return Math.tan(a);
  }

  @Differentiable(order = 2)
  static double cosh(double a) {
    return Math.cosh(a);
  }

  @Differentiable(order = 2)
  static double sinh(double a) {
    return Math.sinh(a);
  }

  @Differentiable(order = 2)
  static double tanh(double a) {
    return Math.tanh(a);
  }

  @Differentiable(order = 2)
  static double acos(double a) {
    return Math.acos(a);
  }

  @Differentiable(order = 2)
  static double asin(double a) {
    return Math.asin(a);
  }

  @Differentiable(order = 2)
  static double atan(double a) {
    return Math.atan(a);
  }

  @Test
  void ofOneNumber() {
    Points.numbers(FunctionsTest::exp);
    Points.numbers(FunctionsTest::expOfExp);
    Points.numbers(FunctionsTest::cos);
    Points.numbers(FunctionsTest::sin);
    Points.fractions(FunctionsTest::tan);
    Points.numbers(FunctionsTest::cosh);
    Points.numbers(FunctionsTest::sinh);
    Points.numbers(FunctionsTest::tanh);
    Points.fractions(FunctionsTest::acos);
    Points.fractions(FunctionsTest::asin);
    Points.numbers(FunctionsTest::atan);
  }

  /** Radius and angle. */
  @Differentiable(order = 2)
  static double[] polar(double a, double b) {
    double r = Math.sqrt(Math.pow(a, 2.0) + Math.pow(b, 2.0));
    double theta = Math.atan2(b, a);
    return new double[] {r, theta};
  }

  @Test
  void ofTwoNumbers() {
    Points.pairs(FunctionsTest::polar);
  }
}
