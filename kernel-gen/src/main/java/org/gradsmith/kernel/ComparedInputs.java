/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.scalar.Scalar;

/** Which inputs of a kernel are compared, and take part in no other arithmetic. */
final class ComparedInputs {
  private final BitSet compared = new BitSet();
  private final BitSet computedWith = new BitSet();
  private final Set<Scalar> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private ComparedInputs() {}

  static BitSet in(List<Scalar> expressions) {
    ComparedInputs inputs = new ComparedInputs();
    expressions.forEach(inputs::value);
    inputs.compared.andNot(inputs.computedWith);
    return inputs.compared;
  }

  private void value(Scalar scalar) {
    if (!seen.add(scalar)) {
      return;
    }
    switch (scalar) {
      case Scalar.Operand(int index) -> computedWith.set(index);
      case Scalar.Attribute _, Scalar.Constant _ -> {}
      case Scalar.Unary _, Scalar.Binary _ -> scalar.children().forEach(this::value);
      case Scalar.IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) -> {
        side(left);
        side(right);
        value(then);
        value(otherwise);
      }
      case Scalar.IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) -> {
        side(left);
        side(right);
        value(then);
        value(otherwise);
      }
    }
  }

  /**
   * An element itself may be compared; what is computed before is not compared in its own dtype.
   */
  private void side(Scalar scalar) {
    if (scalar instanceof Scalar.Operand(int index)) {
      compared.set(index);
    } else {
      value(scalar);
    }
  }
}
