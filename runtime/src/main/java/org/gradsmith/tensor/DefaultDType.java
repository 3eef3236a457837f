/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.DType;

/** The dtype of floating-point tensors for which none is asked: float32 unless it was set. */
final class DefaultDType {
  private static volatile DType standard = DType.FLOAT32;

  private DefaultDType() {}

  static DType get() {
    return standard;
  }

  static void set(DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException(
          "setDefaultDtype(%s): the default dtype is a floating one: float32, float64, float16 or bfloat16"
              .formatted(dtype));
    }
    standard = dtype;
  }
}
