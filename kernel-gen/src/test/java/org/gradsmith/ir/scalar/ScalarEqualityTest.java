/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.scalar;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ScalarEqualityTest {
  /** Reads each step twice: written out, it has 2^steps parts. */
  private static Scalar doubled(int steps, Scalar innermost) {
    Scalar h = innermost;
    for (int i = 0; i < steps; i++) {
      h = add(mul(h, operand(1)), unary(UnaryFunction.TANH, ifLess(h, operand(1), h, operand(2))));
    }
    return h;
  }

  @Test
  @Timeout(60)
  void sharedPartsAreComparedOnce() {
    Scalar one = doubled(80, operand(0));
    assertEquals(one, doubled(80, operand(0)));
    assertEquals(one.hashCode(), doubled(80, operand(0)).hashCode());
    assertNotEquals(one, doubled(80, operand(3)));
    assertNotEquals(one, doubled(79, operand(0)));
  }

  @Test
  void functionsAndLeavesMakeADifference() {
    Scalar x = operand(0);
    assertNotEquals(add(x, x), mul(x, x));
    assertNotEquals(unary(UnaryFunction.TANH, x), unary(UnaryFunction.EXP, x));
    assertNotEquals(Scalar.ifLess(x, x, x, x), Scalar.ifEqual(x, x, x, x));
    assertNotEquals(add(x, Scalar.constant(0)), add(x, Scalar.constant(-0.0)));
    assertEquals(add(x, Scalar.constant(Double.NaN)), add(x, Scalar.constant(Double.NaN)));
  }
}
