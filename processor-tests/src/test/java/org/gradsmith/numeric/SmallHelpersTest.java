/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import static org.gradsmith.numeric.Derivatives.check;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/**
 * Vectors of three numbers with helpers, as programs about space have them: calls become bodies,
 * short loops are written out, and the vectors become variables.
 */
class SmallHelpersTest {
  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void scale(double[] a, double by) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= by;
    }
  }

  /** Returns in two places. */
  private static double[] unit(double[] a) {
    double norm = Math.sqrt(dot(a, a));
    if (norm == 0) {
      return new double[] {1, 0, 0};
    }
    double[] result = a.clone();
    scale(result, 1 / norm);
    return result;
  }

  @Differentiable(order = 2)
  static double volume(double ax, double ay, double az, double[] b) {
    double[] a = {ax, ay, az};
    double[] c = unit(cross(a, b));
    double[] d = new double[3];
    d[0] = c[1] + ax;
    for (int i = 1; i <= 2; i++) {
      d[i] = c[i] * i - c[i - 1];
    }
    scale(d, dot(a, b));
    return dot(d, cross(c, b)) + d[0];
  }

  @Test
  void checkVolume() {
    check(SmallHelpersTest::volume, 0.3, -0.8, 1.4, new double[] {0.5, 1.2, -0.7});
  }

  private static double[] swapped(double[] pair) {
    double kept = pair[0];
    pair[0] = pair[1];
    pair[1] = kept;
    return pair;
  }

  @Differentiable(order = 2)
  static double sameArrayUnderTwoNames(double x, double y) {
    double[] a = {x * x, y};
    double[] b = swapped(a);
    b[0] = b[0] * x;
    return a[0] * a[1] + a[0];
  }

  @Test
  void checkSameArrayUnderTwoNames() {
    check(SmallHelpersTest::sameArrayUnderTwoNames, 1.2, -0.4);
  }

  @Differentiable(order = 2)
  static double manyTurns(double x, int turns) {
    double[] state = {x, 1};
    for (int t = 0; t < turns; t++) {
      double[] next = new double[2];
      for (int i = 0; i < 2; i++) {
        next[i] = Math.sin(state[i]) * Math.cos(state[1 - i]) + 0.1 * t;
      }
      state = next;
    }
    return state[0] * state[1];
  }

  @Test
  void checkManyTurns() {
    for (int turns = 0; turns < 4; turns++) {
      check(SmallHelpersTest::manyTurns, 0.6, turns);
    }
  }

  @Differentiable(order = 2)
  static double parameterOfAHelperChanges(double x, double[] numbers) {
    return lastAbove(numbers, x) + lastAbove(numbers, 0.2) * x;
  }

  private static double lastAbove(double[] numbers, double bound) {
    double found = bound;
    for (double number : numbers) {
      if (number > bound) {
        found = number * bound;
        bound = bound + 0.1 * number * found;
      }
    }
    return found * bound;
  }

  @Test
  void checkParameterOfAHelperChanges() {
    check(
        SmallHelpersTest::parameterOfAHelperChanges, 0.35, new double[] {0.1, 0.9, 0.4, 1.3, 0.2});
  }
}
