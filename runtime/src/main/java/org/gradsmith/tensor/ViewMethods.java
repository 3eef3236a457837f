/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Slices;
import org.gradsmith.ir.op.Views;

/** Tensor's methods that look at the same elements in another shape. */
public sealed interface ViewMethods permits Tensor {
  /** The same elements under another shape; one size may be -1. */
  @Op("view")
  default Tensor view(long... shape) {
    return Recorder.apply(Views.VIEW, new Object[] {shape.clone()}, (Tensor) this);
  }

  /** Like {@link #view}, but copies where the strides do not allow a view. */
  @Op("reshape")
  default Tensor reshape(long... shape) {
    return Recorder.apply(Views.RESHAPE, new Object[] {shape.clone()}, (Tensor) this);
  }

  /** All elements in one dimension. */
  @Differentiable
  default Tensor flatten() {
    return reshape(-1);
  }

  /** Dimensions from {@code startDim} on become one. */
  @Differentiable
  default Tensor flatten(int startDim) {
    return reshape(Layouts.flattened(((Tensor) this).array().shape(), startDim));
  }

  /** Swaps two dimensions. */
  @Op("transpose")
  default Tensor transpose(int dim0, int dim1) {
    Object[] attributes = {(long) dim0, (long) dim1};
    return Recorder.apply(Views.TRANSPOSE, attributes, (Tensor) this);
  }

  /** The transposed matrix; a tensor of fewer dimensions stays as it is. */
  @Differentiable
  default Tensor t() {
    Tensor self = (Tensor) this;
    if (self.dim() > 2) {
      throw new ShapeException(
          "t: takes at most 2 dimensions, but the tensor has shape "
              + Layouts.text(self.array().shape())
              + "; use transpose(dim0, dim1)");
    }
    return self.dim() < 2 ? self : transpose(0, 1);
  }

  /** Repeats dimensions of size 1, and new ones at the front, without copying. */
  @Op("expand")
  default Tensor expand(long... shape) {
    return Recorder.apply(Views.EXPAND, new Object[] {shape.clone()}, (Tensor) this);
  }

  /** The part at {@code index} of a dimension, which vanishes. */
  @Op("select")
  default Tensor select(int dim, long index) {
    Tensor self = (Tensor) this;
    Layouts.dimension("select", dim, self.dim());
    return Recorder.apply(Slices.SELECT, new Object[] {(long) dim, index}, self);
  }

  /** {@code length} places of a dimension, from {@code start}. */
  @Differentiable
  default Tensor narrow(int dim, long start, long length) {
    long[] bounds = Layouts.narrowed(((Tensor) this).array(), dim, start, length);
    return slice(dim, bounds[0], bounds[1], 1);
  }

  /**
   * Every {@code step}-th place of a dimension from {@code start} up to, not including, {@code
   * stop}. Negative bounds count from the end; bounds outside the dimension are moved into it.
   */
  @Op("slice")
  default Tensor slice(int dim, long start, long stop, long step) {
    Object[] attributes = {(long) dim, start, stop, step};
    return Recorder.apply(Slices.SLICE, attributes, (Tensor) this);
  }

  /** This tensor if its elements lie in row-major order without gaps, else a copy that does. */
  @Differentiable
  default Tensor contiguous() {
    Tensor self = (Tensor) this;
    return self.isContiguous() ? self : Layouts.contiguous(self);
  }
}
