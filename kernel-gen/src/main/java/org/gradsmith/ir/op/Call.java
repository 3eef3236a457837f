/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/**
 * One application of an op, as its derivative rules see it. What a rule asks for here is what has
 * to be kept from the forward sweep, nothing else.
 *
 * @param <V> a tensor
 * @param <S> a shape or an attribute
 */
public interface Call<V, S> {
  /** Value of operand {@code index}. */
  V operand(int index);

  /** Shape of operand {@code index}; does not need its value. */
  S shape(int index);

  /** Value of result {@code index}; hidden results count from 1. */
  V result(int index);

  /** Attribute {@code index}. */
  S attribute(int index);

  /** Number of operands; it varies where the op is variadic. */
  int operandCount();

  /** Whether (optional) operand {@code index} is there. */
  boolean isPresent(int index);

  /** Shape of result 0; does not need its value. */
  S resultShape();

  /** The cotangent of result 0. */
  V cotangent();

  /** The cotangent of a differentiable result; zeros where nothing flowed into it. */
  V cotangent(int index);
}
