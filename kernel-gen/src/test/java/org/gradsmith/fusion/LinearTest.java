/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.unary;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.junit.jupiter.api.Test;

final class LinearTest {
  private static final Scalar G = operand(0);
  private static final Scalar Y = operand(1);

  private static boolean inG(Scalar expression) {
    return Linear.in(expression, Set.of(0));
  }

  @Test
  void productsQuotientsAndChoicesOfACotangentAreLinear() {
    assertTrue(inG(G));
    assertTrue(inG(mul(G, Y)));
    assertTrue(inG(mul(Y, unary(UnaryFunction.NEG, G))));
    assertTrue(inG(div(G, unary(UnaryFunction.EXP, Y))));
    assertTrue(inG(Scalar.sub(G, mul(mul(G, Y), Y))));
    assertTrue(inG(ifLess(constant(0), Y, G, constant(0))));
  }

  @Test
  void whatASumDoesNotPassThroughIsNot() {
    assertFalse(inG(mul(G, G)));
    assertFalse(inG(div(Y, G)));
    assertFalse(inG(add(G, Y)));
    assertFalse(inG(add(G, constant(1))));
    assertFalse(inG(unary(UnaryFunction.ABS, G)));
    assertFalse(inG(ifLess(constant(0), G, G, constant(0))));
    assertFalse(inG(ifLess(constant(0), Y, G, Y)));
  }
}
