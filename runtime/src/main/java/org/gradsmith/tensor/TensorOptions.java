/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.DType;

/**
 * How a factory makes a tensor.
 *
 * @param dtype the element type
 * @param device where the elements lie
 * @param requiresGrad whether the new tensor collects a gradient
 */
public record TensorOptions(DType dtype, Device device, boolean requiresGrad) {
  /** The default floating dtype, on the CPU. */
  public static TensorOptions standard() {
    return of(DefaultDType.get());
  }

  /** The dtype and device of a tensor, without a gradient. */
  public static TensorOptions like(Tensor tensor) {
    return new TensorOptions(tensor.dtype(), tensor.device(), false);
  }

  /** An element type on the CPU. */
  public static TensorOptions of(DType dtype) {
    return new TensorOptions(dtype, Device.CPU, false);
  }

  /** These options with another element type. */
  public TensorOptions with(DType other) {
    return new TensorOptions(other, device, requiresGrad);
  }

  /** These options on another device. */
  public TensorOptions on(Device other) {
    return new TensorOptions(dtype, other, requiresGrad);
  }

  /** These options, with or without a gradient. */
  public TensorOptions requiringGrad(boolean requires) {
    return new TensorOptions(dtype, device, requires);
  }
}
