/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/** One operation, two, and names that are given again. */
@SuppressWarnings({"IdentityBinaryExpression", "UnusedVariable"})
class ArithmeticTest {
  @Differentiable(order = 2)
  static double identity(double a) {
    return a;
  }

  @Differentiable(order = 2)
  static double negated(double a) {
    return -a;
  }

  @Differentiable(order = 2)
  static double underAnotherName(double a) {
    double b = a;
    return b;
  }

  @Differentiable(order = 2)
  static double increment(double a) {
    return a + 1;
  }

  @Test
  void oneOperandOrNone() {
    Points.numbers(ArithmeticTest::identity);
    Points.numbers(ArithmeticTest::negated);
    Points.numbers(ArithmeticTest::underAnotherName);
    Points.numbers(ArithmeticTest::increment);
  }

  @Differentiable(order = 2)
  static double timesConstant(double a) {
    return a * 3.0;
  }

  @Differentiable(order = 2)
  static double constantTimes(double a) {
    return 3.0 * a;
  }

  @Differentiable(order = 2)
  static double timesItself(double a) {
    return a * a;
  }

  @Differentiable(order = 2)
  static double byConstant(double a) {
    return a / 3.0;
  }

  @Differentiable(order = 2)
  static double constantBy(double a) {
    return 3.0 / a;
  }

  @Differentiable(order = 2)
  static double byItself(double a) {
    return a / a;
  }

  @Differentiable(order = 2)
  static double lessConstant(double a) {
    return a - 3.0;
  }

  @Differentiable(order = 2)
  static double constantLess(double a) {
    return 3.0 - a;
  }

  @Differentiable(order = 2)
  static double lessItself(double a) {
    return a - a;
  }

  @Differentiable(order = 2)
  static double plusConstant(double a) {
    return a + 3.0;
  }

  @Differentiable(order = 2)
  static double constantPlus(double a) {
    return 3.0 + a;
  }

  @Differentiable(order = 2)
  static double plusItself(double a) {
    return a + a;
  }

  @Test
  void constantsAndTheSameOperandTwice() {
    Points.numbers(ArithmeticTest::timesConstant);
    Points.numbers(ArithmeticTest::constantTimes);
    Points.numbers(ArithmeticTest::timesItself);
    Points.numbers(ArithmeticTest::byConstant);
    Points.numbers(ArithmeticTest::constantBy);
    Points.numbers(ArithmeticTest::byItself);
    Points.numbers(ArithmeticTest::lessConstant);
    Points.numbers(ArithmeticTest::constantLess);
    Points.numbers(ArithmeticTest::lessItself);
    Points.numbers(ArithmeticTest::plusConstant);
    Points.numbers(ArithmeticTest::constantPlus);
    Points.numbers(ArithmeticTest::plusItself);
  }

  @Differentiable(order = 2)
  static double product(double a, double b) {
    return a * b;
  }

  @Differentiable(order = 2)
  static double sum(double a, double b) {
    return a + b;
  }

  @Differentiable(order = 2)
  static double saxpy(double a, double b, double c) {
    return a * b + c;
  }

  @Differentiable(order = 2)
  static double saxpyInSteps(double a, double b, double c) {
    double scaled = a * b;
    double shifted = scaled + c;
    return shifted;
  }

  @Differentiable(order = 2)
  static double saxpyInOneVariable(double a, double b, double c) {
    double t = a * b;
    t = t + c;
    return t;
  }

  @Differentiable(order = 2)
  static double saxpyOfCalls(double a, double b, double c) {
    return sum(product(a, b), c);
  }

  @Test
  void twoAndThreeOperands() {
    Points.pairs(ArithmeticTest::product);
    Points.pairs(ArithmeticTest::sum);
    Points.triples(ArithmeticTest::saxpy);
    Points.triples(ArithmeticTest::saxpyInSteps);
    Points.triples(ArithmeticTest::saxpyInOneVariable);
    Points.triples(ArithmeticTest::saxpyOfCalls);
  }

  /** The user's name is one that the reverse sweep would like to take. */
  @Differentiable(order = 2)
  static double namedAsAnAdjoint(double a) {
    double aBar = a * a;
    double resultBar = aBar * a;
    return resultBar;
  }

  @Differentiable(order = 2)
  static double overwrittenArgument(double a) {
    a = a * 3.0;
    return a;
  }

  @Differentiable(order = 2)
  static double overwrittenCopy(double a) {
    double b = a;
    b = b * 3.0;
    return b;
  }

  @Differentiable(order = 2)
  static double augmented(double a) {
    double x = a * a;
    x *= x;
    return x;
  }

  @Differentiable(order = 2)
  static double[] severalResults(double a) {
    return new double[] {2 * a, a};
  }

  @Test
  void names() {
    Points.numbers(ArithmeticTest::namedAsAnAdjoint);
    Points.numbers(ArithmeticTest::overwrittenArgument);
    Points.numbers(ArithmeticTest::overwrittenCopy);
    Points.numbers(ArithmeticTest::augmented);
    Points.numbers(ArithmeticTest::severalResults);
  }

  @Differentiable(order = 2)
  static double cube(double a) {
    return a * a * a;
  }

  @Differentiable(order = 2)
  static double cubeByPower(double a) {
    return Math.pow(a, 3);
  }

  @Differentiable(order = 2)
  static double squareOfSquare(double a) {
    a = a * a;
    double y = a * a;
    return y;
  }

  @Differentiable(order = 2)
  static double chainOfProducts(double a) {
    double b = a;
    b = a * a;
    double c = b * b;
    double d = c * c;
    return d;
  }

  @Differentiable(order = 2)
  static double chainOfCalls(double a) {
    double b = product(a, a);
    double c = product(b, b);
    double d = product(c, c);
    return d;
  }

  @Test
  void powers() {
    Points.numbers(ArithmeticTest::cube);
    Points.numbers(ArithmeticTest::cubeByPower);
    Points.numbers(ArithmeticTest::squareOfSquare);
    Points.numbers(ArithmeticTest::chainOfProducts);
    Points.numbers(ArithmeticTest::chainOfCalls);
  }
}
