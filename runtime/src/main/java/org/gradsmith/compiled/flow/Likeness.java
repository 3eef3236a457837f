/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/** Shape, dtype and device of a tensor, for the adjoint of a result that has none. */
public final class Likeness {
  private final long[] shape;
  private final TensorOptions options;

  private Likeness(long[] shape, TensorOptions options) {
    this.shape = shape;
    this.options = options;
  }

  /** What another tensor is like. */
  public static Likeness of(Tensor tensor) {
    return new Likeness(tensor.shape(), TensorOptions.of(tensor.dtype()).on(tensor.device()));
  }

  /** An adjoint, or zeros where there is none. */
  public Tensor orZeros(@Nullable Tensor bar) {
    return bar == null ? Tensor.zeros(options, shape) : bar;
  }
}
