/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/**
 * One application of an op to operands some of which hold a batch of examples, as its batching rule
 * sees it. A batch lies along the first dimension; shapes and ranks are those of one example.
 *
 * @param <V> a tensor
 */
public interface BatchedCall<V> {
  /** Operand {@code index}: with the batch in front if {@link #isBatched}, else as it is. */
  V operand(int index);

  /** Operand {@code index} with the batch in front, repeated if every example has the same one. */
  V full(int index);

  /** Whether each example has an operand of its own. */
  boolean isBatched(int index);

  /** Whether (optional) operand {@code index} is there. */
  boolean isPresent(int index);

  /** Number of operands; it varies where the op is variadic. */
  int operandCount();

  /** Shape of one example's operand; not to be written to. */
  long[] shape(int index);

  /** Shape of one example's result {@code index}; not to be written to. */
  long[] resultShape(int index);

  /** Whether operand {@code index} is of another dtype than float32 and float64. */
  boolean isHalfOrInteger(int index);

  /** Attribute {@code index}. */
  Object attribute(int index);

  /** How many examples there are. */
  long size();

  /** The numbers of the examples, from 0: int64 of shape (size). */
  V numbers();

  /** Integer attribute {@code index}. */
  default long constant(int index) {
    return (Long) attribute(index);
  }

  /** Shape attribute {@code index}; not to be written to. */
  default long[] sizes(int index) {
    return (long[]) attribute(index);
  }

  /** Number of dimensions of one example's operand. */
  default int rank(int index) {
    return shape(index).length;
  }
}
