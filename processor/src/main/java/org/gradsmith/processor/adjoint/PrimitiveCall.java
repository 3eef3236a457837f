/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.op.Op;

/** Calls of the functions that execute ops, which generated classes import by name. */
final class PrimitiveCall {
  private static final String OWNER = "org.gradsmith.tensor.Primitives";

  /** Methods that generated classes inherit: they hide imported functions of the same name. */
  private static final Set<String> INHERITED =
      Set.of(
          "argumentBar",
          "clone",
          "equals",
          "finalize",
          "forward",
          "getClass",
          "given",
          "hashCode",
          "notify",
          "onlyReads",
          "rereadsArrays",
          "reverse",
          "run",
          "save",
          "toString",
          "wait");

  private PrimitiveCall() {}

  /**
   * A call up to its first argument.
   *
   * @param imported receives the name, if it has to be imported
   */
  static Code.Builder begin(Op op, Set<String> imported) {
    if (INHERITED.contains(op.name())) {
      return Code.builder().type(OWNER).text("." + op.name() + "(");
    }
    imported.add(op.name());
    return Code.builder().text(op.name() + "(");
  }
}
