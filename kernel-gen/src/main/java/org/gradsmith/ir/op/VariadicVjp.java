/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/** The vector-Jacobian product of an op for one of the operands that may be there in any number. */
@FunctionalInterface
public interface VariadicVjp {
  /** Returns the cotangent of operand {@code index}, of the operand's shape. */
  <V, S> V apply(Ops<V, S> ops, Call<V, S> call, int index);
}
