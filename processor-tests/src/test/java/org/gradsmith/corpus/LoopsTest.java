/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import static org.gradsmith.numeric.Derivatives.check;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/**
 * Loops that overwrite what they read: fixed, counted, in a row, in each other, and conditional.
 */
class LoopsTest {
  @Differentiable(order = 2)
  static double cubeFromOne(double a) {
    double out = 1;
    for (int i = 0; i < 3; i++) {
      out = out * a;
    }
    return out;
  }

  @Differentiable(order = 2)
  static double cubeFromItself(double a) {
    double out = a;
    for (int i = 0; i < 3 - 1; i++) {
      out = out * a;
    }
    return out;
  }

  @Differentiable(order = 2)
  static double squaredThreeTimes(double a) {
    for (int i = 0; i < 3; i++) {
      a = a * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double squaredTimes(double a, int n) {
    for (int i = 0; i < n; i++) {
      a = a * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double squaredWhileSmall(double a) {
    for (int i = 0; i < 3; i++) {
      if (a < 3) {
        a = a * a;
      }
    }
    return a;
  }

  @Differentiable(order = 2)
  static double squaredIfSmall(double a) {
    if (a < 1.2) {
      for (int i = 0; i < 3; i++) {
        a = a * a;
      }
    }
    return a;
  }

  @Differentiable(order = 2)
  static double squaredInTwoLoops(double a) {
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        a = a * a;
      }
    }
    return a;
  }

  @Differentiable(order = 2)
  static double cubedThreeTimes(double a) {
    for (int i = 0; i < 3; i++) {
      a = a * a * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double twoLoopsInARow(double a, int n) {
    for (int i = 0; i < n; i++) {
      a = a * a;
    }
    a = 2.0 * a;
    for (int i = 0; i < n + 1; i++) {
      a = a * 3.0;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double branchThenLoop(double a, int n) {
    if (a > 0) {
      a = a * a;
    }
    a = 2.0 * a;
    for (int i = 0; i < n; i++) {
      a = a * a;
    }
    return a;
  }

  @Differentiable(order = 2)
  static double loopThenBranch(double a, int n) {
    for (int i = 0; i < n; i++) {
      a = a * a;
    }
    a = 2.0 * a;
    if (a > 0) {
      a = a * a;
    }
    return a;
  }

  private static double product(double a, double b) {
    return a * b;
  }

  @Differentiable(order = 2)
  static double squaredByCalls(double a, int n) {
    for (int i = 0; i < n; i++) {
      a = product(a, a);
    }
    return a;
  }

  @Differentiable(order = 2)
  static double halvedWhileLarge(double a) {
    while (Math.abs(a) > 0.11) {
      a = a * 0.5;
    }
    return a;
  }

  @Test
  void fixed() {
    Points.numbers(LoopsTest::cubeFromOne);
    Points.numbers(LoopsTest::cubeFromItself);
    Points.numbers(LoopsTest::squaredThreeTimes);
    Points.numbers(LoopsTest::squaredWhileSmall);
    Points.numbers(LoopsTest::squaredIfSmall);
    Points.numbers(LoopsTest::squaredInTwoLoops);
    Points.numbers(LoopsTest::cubedThreeTimes);
  }

  @Test
  void counted() {
    Points.counts(LoopsTest::squaredTimes);
    Points.counts(LoopsTest::twoLoopsInARow);
    Points.counts(LoopsTest::branchThenLoop);
    Points.counts(LoopsTest::loopThenBranch);
    Points.counts(LoopsTest::squaredByCalls);
  }

  @Test
  void conditional() {
    Points.numbers(LoopsTest::halvedWhileLarge);
    check(LoopsTest::halvedWhileLarge, 1000.0);
  }
}
