/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;

/** What generated code computes with numbers beside tensors. */
public final class Lifting {
  private Lifting() {}

  /**
   * A number as a tensor of no dimensions: of another tensor's dtype if that is a floating one, so
   * that the two together have it, else of the default floating dtype.
   */
  public static Tensor number(double value, Tensor like) {
    return like.dtype().isFloating()
        ? Tensor.full(TensorOptions.of(like.dtype()).on(like.device()), new long[0], value)
        : Tensor.of(value);
  }

  /** The size of a dimension, which counts from the end if it is negative. */
  public static long size(long[] shape, long dim) {
    return shape[(int) (dim < 0 ? dim + shape.length : dim)];
  }
}
