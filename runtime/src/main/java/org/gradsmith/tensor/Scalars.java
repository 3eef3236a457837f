/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.DType;

/** What arithmetic between a tensor and a Java number means. */
final class Scalars {
  private Scalars() {}

  /** The tensor, if it may meet a {@code double}; a fraction would be lost in an integer tensor. */
  static Tensor floating(Tensor x, String op, double value) {
    if (x.dtype().isFloating()) {
      return x;
    }
    throw new DTypeException(
        op
            + "("
            + value
            + "): the tensor has dtype "
            + x.dtype()
            + ", which cannot hold a double; use to(DType.FLOAT32) first, or "
            + op
            + "(long)");
  }

  /** A tensor without dimensions that leaves the dtype of {@code x} as it is. */
  static Tensor like(Tensor x, double value) {
    DType dtype = x.dtype().isFloating() ? x.dtype() : DType.FLOAT32;
    return Factories.full(new TensorOptions(dtype, x.device(), false), value);
  }
}
