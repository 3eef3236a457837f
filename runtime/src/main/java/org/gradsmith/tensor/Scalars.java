/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.DType;

/** What arithmetic between a tensor and a Java number means. */
final class Scalars {
  private Scalars() {}

  /** A tensor without dimensions that leaves the dtype of {@code x} as it is. */
  static Tensor like(Tensor x, double value) {
    DType dtype = x.dtype().isFloating() ? x.dtype() : DefaultDType.get();
    return Factories.full(new TensorOptions(dtype, x.device(), false), value);
  }
}
