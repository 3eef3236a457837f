/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Selections;

/**
 * Tensor's static methods that take several tensors: {@code Tensor.cat}, {@code Tensor.where}, ...
 */
public abstract sealed class CombiningStatics extends DrawingStatics permits Tensor {
  CombiningStatics() {}

  /** x where the condition holds, else y; shapes broadcast. The other one gets no gradient. */
  public static Tensor where(Tensor condition, Tensor x, Tensor y) {
    Tensor truth = condition.dtype() == DType.BOOL ? condition : condition.ne(0L);
    return Recorder.apply(Selections.WHERE, new Object[0], truth, x, y);
  }

  /** x where the condition holds, else a number. */
  public static Tensor where(Tensor condition, Tensor x, double y) {
    return where(condition, x, Scalars.like(x, y));
  }

  /** A number where the condition holds, else y. */
  public static Tensor where(Tensor condition, double x, Tensor y) {
    return where(condition, Scalars.like(y, x), y);
  }
}
