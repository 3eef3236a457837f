/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Arrays;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Device;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;

/** What a tensor, and therefore its gradient, looks like; holds none of its elements. */
final class Form {
  private final DType dtype;
  private final Device device;
  private final long[] shape;

  Form(Tensor tensor) {
    this.dtype = tensor.dtype();
    this.device = tensor.device();
    this.shape = tensor.array().shape();
  }

  static Form[] of(Tensor[] tensors) {
    return Arrays.stream(tensors).map(Form::new).toArray(Form[]::new);
  }

  DType dtype() {
    return dtype;
  }

  /** The sizes, which nobody changes. */
  long[] shape() {
    return shape;
  }

  Tensor zeros() {
    return Tensor.zeros(new TensorOptions(dtype, device, false), shape);
  }

  boolean fits(Tensor gradient) {
    return gradient.dtype() == dtype && Arrays.equals(gradient.array().shape(), shape);
  }

  /** As {@link Tensor#describe()}. */
  String describe() {
    return "Tensor " + dtype + " " + Arrays.toString(shape);
  }
}
