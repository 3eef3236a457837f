/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import org.gradsmith.ir.Attr;

/** Arithmetic on numbers that became known when a function was put in the place of its call. */
final class Folding {
  private Folding() {}

  /** The result of arithmetic as far as it is known: in long, or in double if one side is. */
  static Attr of(Attr.Operator operator, Attr left, Attr right) {
    if (left instanceof Attr.Literal(long a) && right instanceof Attr.Literal(long b)) {
      boolean throwsAtRunTime =
          b == 0 && (operator == Attr.Operator.DIVIDE || operator == Attr.Operator.REMAINDER);
      return throwsAtRunTime
          ? new Attr.Arithmetic(operator, left, right)
          : new Attr.Literal(operator.of(a, b));
    }
    return isConstant(left) && isConstant(right)
        ? new Attr.Number(operator.of(floating(left), floating(right)))
        : new Attr.Arithmetic(operator, left, right);
  }

  private static boolean isConstant(Attr attribute) {
    return attribute instanceof Attr.Literal || attribute instanceof Attr.Number;
  }

  private static double floating(Attr attribute) {
    return attribute instanceof Attr.Number(double value)
        ? value
        : ((Attr.Literal) attribute).value();
  }
}
