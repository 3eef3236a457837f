/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.function.BinaryOperator;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;

/** Numbers in the place of tensors, which meet the other operand as Python's numbers do. */
final class Numbers {
  private Numbers() {}

  /** A function of arguments 0 and 1, of which one may be a number. */
  static Tensor both(Arguments a, BinaryOperator<Tensor> function) {
    Object x = a.require(0, "input");
    Object y = a.require(1, "other");
    if (x instanceof Tensor left) {
      return function.apply(left, wrapped(y, left));
    }
    return function.apply(wrapped(x, (Tensor) y), (Tensor) y);
  }

  /** A tensor without dimensions that does not widen its peer's dtype within its kind. */
  static Tensor wrapped(Object value, Tensor peer) {
    return switch (value) {
      case Tensor tensor -> tensor;
      case Boolean truth -> Tensor.scalar(truth);
      case Long whole ->
          Tensor.scalar(whole).to(peer.dtype() == DType.BOOL ? DType.INT64 : peer.dtype());
      default ->
          Tensor.scalar(((Number) value).doubleValue())
              .to(peer.dtype().isFloating() ? peer.dtype() : Tensor.defaultDtype());
    };
  }
}
