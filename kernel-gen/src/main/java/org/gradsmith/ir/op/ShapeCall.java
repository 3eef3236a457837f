/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;

/**
 * One application of an op, as its shape rule sees it.
 *
 * @param <D> a size
 */
public interface ShapeCall<D> {
  /** Shape of operand {@code index}. Throws {@link UnknownShape} where it is not known. */
  List<D> operand(int index);

  /** Number of operands; it varies where the op is variadic. */
  int operandCount();

  /** Whether the (optional) operand is there. */
  boolean present(int index);

  /** Integer attribute {@code index} as a size. */
  D size(int index);

  /** Integer attribute {@code index}; throws {@link UnknownShape} where it is not known. */
  long constant(int index);

  /** Shape attribute {@code index}; an entry may be the literal -1. */
  List<D> sizes(int index);
}
