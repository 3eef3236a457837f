/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/**
 * The vector-Jacobian product of an op for one operand: the operand's cotangent from the result's.
 * Ordinary Java, generic over who executes it; it branches only on what is known statically.
 */
@FunctionalInterface
public interface Vjp {
  /** Returns the cotangent of the operand this rule belongs to, of the operand's shape. */
  <V, S> V apply(Ops<V, S> ops, Call<V, S> call);
}
