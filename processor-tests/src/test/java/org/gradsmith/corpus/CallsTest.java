/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import org.gradsmith.annotation.Differentiable;
import org.junit.jupiter.api.Test;

/** Calls of methods of the same class, of differentiable ones and of themselves. */
class CallsTest {
  private static double product(double a, double b) {
    return a * b;
  }

  @Differentiable(order = 2)
  static double productByCall(double a, double b) {
    return product(a, b);
  }

  @Differentiable(order = 2)
  static double productByCallOfCall(double a, double b) {
    return productByCall(a, b);
  }

  @Differentiable(order = 2)
  static double power(double a, int n) {
    return n == 0 ? 1 : a * power(a, n - 1);
  }

  /** The same argument twice, and a call in the argument of a call. */
  @Differentiable(order = 2)
  static double callsInCalls(double a, double b) {
    return product(product(a, a), product(b, product(a, b)));
  }

  @Test
  void calls() {
    Points.pairs(CallsTest::productByCall);
    Points.pairs(CallsTest::productByCallOfCall);
    Points.counts(CallsTest::power);
    Points.pairs(CallsTest::callsInCalls);
  }
}
