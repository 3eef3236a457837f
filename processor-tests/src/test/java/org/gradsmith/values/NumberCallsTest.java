/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.gradsmith.numeric.Derivatives.check;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintStream;
import java.util.Locale;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.junit.jupiter.api.Test;

/** Numbers in Java's own methods: those with derivatives, and those that need none. */
@SuppressWarnings("CompareToZero") // that is what is tested
class NumberCallsTest {
  static final class Elsewhere {
    private Elsewhere() {}

    @NonDifferentiable("only for scale")
    static double scale(double x) {
      return x;
    }
  }

  @Differentiable(order = 2)
  static double ofDouble(double x, double y) {
    return Double.max(x, y) * Double.sum(x, y) + Double.min(x, 2.0) + Double.valueOf(x) * x;
  }

  @Differentiable(order = 2)
  static double strict(double x, double y) {
    return StrictMath.sin(x) * Math.fma(x, y, StrictMath.pow(x, y))
        + StrictMath.cbrt(y)
        + Math.clamp(x, 0.1, y);
  }

  @Test
  void functionsOfNumbers() {
    check(NumberCallsTest::ofDouble, 0.3, 0.7);
    check(NumberCallsTest::ofDouble, 0.9, 0.7);
    check(NumberCallsTest::strict, 0.3, 0.7);
    check(NumberCallsTest::strict, 0.9, 0.7);
    check(NumberCallsTest::strict, 0.05, 0.7);
  }

  @Differentiable(order = 2)
  @SuppressWarnings("UnnecessaryBoxedVariable")
  static double boxed(double x, double y) {
    Double d = x * y;
    double e = d;
    Double f = d.doubleValue() + e;
    return f * d;
  }

  @Differentiable
  @SuppressWarnings("UnnecessaryBoxedVariable")
  static double floats(double x, float f) {
    Float g = f;
    return Float.max(g, 0.1f) * x + Float.sum(f, g) + g.floatValue() + g.doubleValue();
  }

  @Test
  void boxes() {
    check(NumberCallsTest::boxed, 0.3, 0.7);
    Gradient gradient = Gradients.of(NumberCallsTest::floats).gradient(0.5, 0.75f);
    assertEquals(0.75, gradient.number(0));
    assertEquals(4.5, gradient.number(1));
  }

  @Differentiable(order = 2)
  @SuppressWarnings("UnnecessaryBoxedVariable")
  static double compared(double x, double y) {
    if (Double.compare(x, y) > 0 || Double.isNaN(x) || Double.valueOf(x).equals(y)) {
      return x;
    }
    Double d = x;
    int c = d.compareTo(y) + d.intValue();
    return y * c;
  }

  @Differentiable(order = 2)
  static double described(double x, double y) {
    try (PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream())) {
      nowhere.println("at " + x + String.format(Locale.ROOT, " %.3f", y));
      nowhere.printf(Locale.ROOT, "%f%n", x);
    }
    StringBuilder text = new StringBuilder();
    text.append(x).append(y);
    return text.length() > 0 ? x * y : y;
  }

  @Differentiable(order = 2)
  static double checked(double x, double y) {
    assert x > 0 : "x is " + x;
    if (y < -100) {
      throw new IllegalArgumentException("y is " + y + ", x " + x);
    }
    return x * y;
  }

  @Test
  void comparisonsTextsAndMessages() {
    check(NumberCallsTest::compared, 0.3, 0.7);
    check(NumberCallsTest::compared, 0.9, 0.7);
    check(NumberCallsTest::described, 0.3, 0.7);
    check(NumberCallsTest::checked, 0.3, 0.7);
  }

  @Differentiable
  static double constant(double x, double y) {
    return Elsewhere.scale(x) * y;
  }

  @Differentiable(order = 2)
  static double withoutGradient(double x, double y) {
    double[] kept = {0};
    try (var _ = Autograd.noGrad()) {
      kept[0] = Math.nextUp(x);
    }
    return x * y + (kept[0] > 100 ? y : x);
  }

  @Test
  void constantsThatAreMeant() {
    Gradient gradient = Gradients.of(NumberCallsTest::constant).gradient(0.3, 0.7);
    assertEquals(0, gradient.number(0));
    assertEquals(0.3, gradient.number(1));
    check(NumberCallsTest::withoutGradient, 0.3, 0.7);
  }
}
