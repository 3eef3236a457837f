/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.DType;

/** Tensor's methods that read sizes and elements. */
public sealed interface AccessMethods permits Tensor {
  /** Size of a dimension; -1 is the last one. */
  default long size(int dim) {
    long[] shape = ((Tensor) this).array().shape();
    return shape[Layouts.dimension("size", dim, shape.length)];
  }

  /** The only element, as a number. */
  default double item() {
    return Elements.item((Tensor) this);
  }

  /** The only element, as an integer. */
  default long itemLong() {
    return Elements.itemLong((Tensor) this);
  }

  /** The elements in row-major order, copied and converted. */
  default float[] toFloatArray() {
    return Elements.toFloatArray((Tensor) this);
  }

  /** The elements in row-major order, copied and converted. */
  default double[] toDoubleArray() {
    return Elements.toDoubleArray((Tensor) this);
  }

  /** The elements in row-major order, copied and converted; fractions are cut off. */
  default long[] toLongArray() {
    return Elements.toLongArray((Tensor) this);
  }

  /**
   * This tensor if it has that dtype, else a converted copy, through which no gradient flows yet.
   */
  default Tensor to(DType dtype) {
    return Elements.to((Tensor) this, dtype);
  }

  /** This tensor if it lies on that device, else a copy there. */
  default Tensor to(Device device) {
    return Elements.to((Tensor) this, device);
  }

  /** A row-major copy of the elements that nothing else shares; gradients flow back through it. */
  default Tensor copy() {
    return Elements.copy((Tensor) this);
  }
}
