/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
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

  /**
   * The only element, as an integer; a fraction is cut off.
   *
   * @throws NumericException for NaN and infinities
   */
  default long itemLong() {
    return Elements.itemLong((Tensor) this);
  }

  /** The only element, of whatever dtype, as a truth: whether it is not zero. */
  default boolean toBoolean() {
    return Elements.toBoolean((Tensor) this);
  }

  /**
   * The memory of the elements, shared: both see each other's writes, which autograd does not
   * notice. The tensor must lie on the CPU, be contiguous, and require no gradient. Keep the tensor
   * reachable while the segment is used.
   */
  default MemorySegment segment() {
    return Sharing.segment((Tensor) this);
  }

  /** {@link #segment()} as a buffer in native byte order; for tensors of at most 2 GiB. */
  default ByteBuffer asBuffer() {
    return Sharing.buffer((Tensor) this);
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

  /** This tensor if it has that dtype, else a converted copy; gradients flow back through it. */
  @Differentiable
  default Tensor to(DType dtype) {
    return Elements.to((Tensor) this, dtype);
  }

  /** This tensor if it lies on that device, else a copy there. */
  @Differentiable
  default Tensor to(Device device) {
    return Elements.to((Tensor) this, device);
  }

  /** A row-major copy of the elements that nothing else shares; gradients flow back through it. */
  @Op("clone")
  default Tensor copy() {
    return Elements.copy((Tensor) this);
  }
}
