/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import static org.gradsmith.numeric.Derivatives.check;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.junit.jupiter.api.Test;

/**
 * What the reverse sweep adds to in place, finds in an array, or computes again instead of keeping
 * it; and programs that look alike, in which it must not.
 */
class KeptNumbersTest {
  private static final double[] X = {0.7, -1.3, 0.4, 1.1};
  private static final double[] Y = {-0.6, 0.9, 1.2, 0.3};

  /** How many stacks of numbers the reverse sweep of a method has. */
  private static long stacks(String method) {
    try {
      Class<?> sweep = Class.forName(KeptNumbersTest.class.getName() + "__" + method);
      return Arrays.stream(sweep.getDeclaredFields())
          .filter(f -> f.getType().getSimpleName().equals("Doubles"))
          .count();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The inner loop reads {@code few[i]}, which is not there for the last i; but has no turn then.
   */
  @Differentiable(order = 2)
  static double triangle(double[] x, double[] y) {
    int n = x.length;
    double[] few = new double[n - 1];
    double[] sums = new double[n];
    for (int i = 0; i < few.length; i++) {
      few[i] = x[i] - y[i];
      sums[i] = few[i] * x[i];
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        sums[j] += x[j] * few[i];
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += sums[i] * sums[i];
    }
    return sum;
  }

  @Test
  void numbersAreFoundInTheirArray() {
    check(KeptNumbersTest::triangle, X, Y);
    assertEquals(0, stacks("triangle"));
  }

  /** Each turn writes the element that the one before has written and read. */
  @Differentiable(order = 2)
  static double overwritten(double[] x, double[] y) {
    double[] last = new double[x.length];
    double sum = 0;
    for (int turn = 0; turn < 3; turn++) {
      for (int i = 0; i < x.length; i++) {
        last[i] = x[i] * sum + y[i];
        sum += last[i] * last[i] * x[i];
      }
    }
    return sum;
  }

  @Test
  void elementsThatAreOverwrittenAreKept() {
    check(KeptNumbersTest::overwritten, X, Y);
    assertEquals(1, stacks("overwritten"));
  }

  @Differentiable(order = 2)
  static double sameElement(double[] x, double[] y) {
    double[] one = new double[1];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      one[i / x.length] = x[i] * y[i] + sum;
      sum += one[0] * one[i / x.length];
    }
    return sum;
  }

  @Test
  void checkSameElement() {
    check(KeptNumbersTest::sameElement, X, Y);
  }

  @Differentiable(order = 2)
  static double chain(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double a = x[i] * y[i] + 2;
      double b = a - y[i] * 3;
      double c = b * b + a;
      boolean small = c * b < 4;
      if (small) {
        sum += c * b * a;
      } else {
        sum -= c * a;
      }
    }
    return sum;
  }

  @Test
  void productsAreComputedAgain() {
    check(KeptNumbersTest::chain, X, Y);
    assertEquals(0, stacks("chain"));
  }

  /** What the products are computed from is not there any more when the turn is over. */
  @Differentiable(order = 2)
  static double chainOfChanging(double[] given, double scale) {
    double[] x = given.clone();
    double s = scale;
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double a = x[i] * s + 2;
      double b = a * x[0] - s;
      s = s * 0.5 + b;
      x[0] = x[i] * a;
      sum += b * a * s + x[0];
    }
    return sum + s;
  }

  @Test
  void checkChainOfChanging() {
    check(KeptNumbersTest::chainOfChanging, X, 0.7);
  }

  @Differentiable(order = 2)
  static double increments(double[] given, double[] y) {
    double[] x = given.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] += x[i] * y[i];
      x[i] -= y[i] * x[0];
      x[i]++;
      x[0] = y[i] + x[0];
      x[0] = y[i] - x[0];
      x[0] += x[0];
    }
    double before = x[1];
    x[1] += y[0] * x[2];
    double behind = x[1];
    x[2] = x[2] + behind;
    x[2] = x[2] + x[1] + x[2];
    double old = x[3];
    x[3] = old + before;
    return before + behind * x[0] * x[1] * x[2] + x[3] * old;
  }

  @Test
  void checkIncrements() {
    check(KeptNumbersTest::increments, X, Y);
  }

  private static double halve(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] * x[i] / 2;
    }
    return x[0] + x[1];
  }

  /** The old element is read before the call that writes to it too. */
  @Differentiable(order = 2)
  static double incrementByAWriter(double[] given, double[] y) {
    double[] x = given.clone();
    x[0] += halve(x) * y[0];
    x[1] = x[1] + y[1] * halve(x);
    return x[0] * x[1] + x[2] * x[3];
  }

  @Test
  void checkIncrementByAWriter() {
    check(KeptNumbersTest::incrementByAWriter, X, Y);
  }

  /**
   * Two names may be one array, so what was read by the one is not known behind a write by the
   * other.
   */
  @Differentiable(order = 2)
  static double names(double[] given, double[] y, int which) {
    double[] x = given.clone();
    double[] z = which > 0 ? x : y.clone();
    double first = x[0] * z[0];
    z[0] = first * y[1];
    x[1] += z[0] * x[0];
    z[1] += x[1] * x[1];
    return first + x[0] * x[1] + z[1];
  }

  @Test
  void checkNames() {
    check(KeptNumbersTest::names, X, Y, 1);
    check(KeptNumbersTest::names, X, Y, 0);
  }

  /** Elements that are known before a branch or a loop, and are not known behind it. */
  @Differentiable(order = 2)
  static double branches(double[] given, double[] y) {
    double[] x = given.clone();
    int at = 0;
    double sum = x[at] * y[at];
    for (int turn = 0; turn < 3; turn++) {
      sum += x[at] * x[at] * y[at];
      if (sum > 0.5) {
        x[at] = sum * y[1];
        at = at + 1;
      } else {
        x[at] = x[at] + y[2];
      }
      sum += x[at] * y[turn];
    }
    return sum + x[0] * x[1];
  }

  @Test
  void checkBranches() {
    check(KeptNumbersTest::branches, X, Y);
    check(KeptNumbersTest::branches, Y, X);
  }

  @Differentiable
  @SuppressWarnings({"lossy-conversions", "NarrowingCompoundAssignment"}) // what Java rounds here
  static double floats(float[] given, float y) {
    float[] x = given.clone();
    float sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] += y * x[i];
      x[i] += 0.1;
      sum += x[i] * x[i];
    }
    return sum;
  }

  @Test
  void incrementsOfFloats() {
    float[] x = {0.5f, -1.25f};
    Gradient gradient = Gradients.of(KeptNumbersTest::floats).gradient(x, 0.5f);
    double first = 0.5 * 1.5 + 0.1;
    double second = -1.25 * 1.5 + 0.1;
    float[] ofX = (float[]) Objects.requireNonNull(gradient.of(0));
    assertEquals(2 * first * 1.5, ofX[0], 1e-6);
    assertEquals(2 * second * 1.5, ofX[1], 1e-6);
    assertEquals(2 * first * 0.5 - 2 * second * 1.25, gradient.number(1), 1e-6);
  }
}
