/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/**
 * The partial derivative of an op that works element by element, for one operand: a diagonal map,
 * so one rule serves both directions. Given a cotangent of the result it is the vector-Jacobian
 * product, given a tangent of the operand the Jacobian-vector product.
 */
@FunctionalInterface
public interface Partial {
  /** Returns {@code factor · ∂result/∂operand}, element by element; shapes broadcast. */
  <V, S> V apply(Ops<V, S> ops, Call<V, S> call, V factor);
}
