/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.function.Function;
import org.gradsmith.ir.flow.Variable;

/**
 * A tensor that is about to be written in place.
 *
 * @param tensor the tensor
 * @param before makes a variable that holds the tensor as it is then: once the arguments of the
 *     method that writes have been evaluated
 */
record Rewritten(Variable tensor, Function<Kept, Variable> before) {
  /** What the gradient of the new elements may be computed with. */
  enum Kept {
    /** The operand of a row, as it is. */
    OPERAND,
    /** Whatever a method of the library makes of it: views, too. */
    ANYTHING
  }
}
