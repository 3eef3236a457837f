/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

/** The shape of a foreign op's result, as it follows from its operands. */
@FunctionalInterface
public interface ShapeRule {
  /** The sizes of the result; from shapes and scalars, not from the elements of the inputs. */
  long[] shape(Operands operands);

  /** The shape of an input, counted from 0 on. */
  static ShapeRule likeInput(int input) {
    return operands -> operands.input(input).shape();
  }

  /** Always the same shape; no sizes stand for a single number. */
  static ShapeRule fixed(long... sizes) {
    long[] shape = sizes.clone();
    return _ -> shape.clone();
  }
}
