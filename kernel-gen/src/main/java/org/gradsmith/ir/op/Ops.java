/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who executes a derivative rule. Rules are written once against this algebra: the compiler
 * instantiates {@code V} with values of its intermediate representation and gets code, the eager
 * tape instantiates it with tensors and gets numbers.
 *
 * @param <V> a tensor
 * @param <S> a shape or an attribute: known only symbolically to the compiler
 */
public interface Ops<V, S> {
  /**
   * Applies an op and returns all its results. An operand may be null only where the table says it
   * is optional.
   */
  List<V> apply(Op op, List<@Nullable V> operands, List<S> attributes);

  /** An attribute whose value the rule itself decides. */
  S literal(long value);

  /** A numeric attribute whose value the rule itself decides. */
  S number(double value);

  /** The size of dimension {@code dim}, counted from the front, of a shape. */
  S size(S shape, int dim);

  /** The size of a dimension that an attribute names; a negative one counts from the end. */
  S sizeAlong(S shape, S dim);

  /** The sum of two sizes. */
  S plus(S a, S b);

  /** Applies an op without attributes; its first result. */
  default V op(Op op, V x) {
    return apply(op, Arrays.asList(x), List.of()).getFirst();
  }

  /** Applies an op without attributes; its first result. */
  default V op(Op op, V x, V y) {
    return apply(op, Arrays.asList(x, y), List.of()).getFirst();
  }

  /** Applies an op of one operand; its first result. */
  default V with(Op op, V x, List<S> attributes) {
    return apply(op, Arrays.asList(x), attributes).getFirst();
  }

  /** Applies an op of two operands; its first result. */
  default V with(Op op, V x, V y, List<S> attributes) {
    return apply(op, Arrays.asList(x, y), attributes).getFirst();
  }
}
