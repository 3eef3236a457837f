/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.Optional;

/**
 * A tensor operand of an op.
 *
 * @param name its name in the table
 * @param optional whether it may be absent (a layer without bias)
 * @param variadic whether any number of operands stands at this place, the last one
 * @param promotes whether its dtype takes part in finding that of the result
 * @param vjp its derivative rule; empty where no gradient flows
 * @param jvp its forward derivative; empty where none flows, or where it is found by transposing
 *     {@code vjp}, which is linear in the cotangent
 * @param notDifferentiable the reason, where {@code vjp} is empty
 */
public record Operand(
    String name,
    boolean optional,
    boolean variadic,
    boolean promotes,
    Optional<Vjp> vjp,
    Optional<Jvp> jvp,
    String notDifferentiable) {

  static Operand active(String name, Vjp vjp, Optional<Jvp> jvp) {
    return new Operand(name, false, false, true, Optional.of(vjp), jvp, "");
  }

  static Operand inactive(String name, boolean promotes, String reason) {
    return new Operand(name, false, false, promotes, Optional.empty(), Optional.empty(), reason);
  }

  Operand asOptional() {
    return new Operand(name, true, variadic, promotes, vjp, jvp, notDifferentiable);
  }

  Operand asVariadic(Vjp rule, Jvp forward) {
    return new Operand(name, optional, true, promotes, Optional.of(rule), Optional.of(forward), "");
  }

  boolean isActive() {
    return vjp.isPresent();
  }
}
