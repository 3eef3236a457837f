/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/**
 * The Jacobian-vector product of an op for one operand: what the operand's tangent adds to the
 * tangent of result 0. Ordinary Java, generic over who executes it; it branches only on what is
 * known statically.
 */
@FunctionalInterface
public interface Jvp {
  /** Returns the contribution of {@code tangent}, of the shape of result 0. */
  <V, S> V apply(Ops<V, S> ops, Call<V, S> call, V tangent);
}
