/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.BitSet;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Promotion;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What fused kernels do with their inputs and outputs, whatever they compute. */
final class KernelOperands {
  private KernelOperands() {}

  /** Fails unless a kernel is given as many tensors and flags as it has inputs and outputs. */
  static void checkCounts(
      String kernel, int inputs, int outputs, @Nullable Tensor[] given, boolean[] wanted) {
    if (given.length != inputs || wanted.length != outputs) {
      throw new IllegalArgumentException(
          "kernel '%s' has %d inputs and %d outputs, but got %d and %d"
              .formatted(kernel, inputs, outputs, given.length, wanted.length));
    }
  }

  /** Whether no output is wanted. */
  static boolean isNone(boolean[] wanted) {
    for (boolean output : wanted) {
      if (output) {
        return false;
      }
    }
    return true;
  }

  /**
   * The dtype to which the inputs of a kernel are promoted.
   *
   * @throws DTypeException if that is no floating-point one
   */
  static DType promoted(String kernel, @Nullable Tensor[] inputs) {
    DType dtype = Promotion.of(inputs);
    if (!dtype.isFloating()) {
      throw new DTypeException(
          "kernel '%s' computes in floating point, but its inputs are %s; convert them with to(DType), or run with -D%s=off"
              .formatted(kernel, dtype, Mode.PROPERTY));
    }
    return dtype;
  }

  /**
   * The dtype to compute in: float32 for half types, whose results are rounded once. Ops compare
   * integers exactly; so does a kernel up to 2^53, in float64.
   *
   * @param compared the inputs that are compared only
   */
  static DType computedIn(DType dtype, BitSet compared, @Nullable Tensor[] inputs) {
    for (int i = compared.nextSetBit(0); i >= 0; i = compared.nextSetBit(i + 1)) {
      Tensor input = inputs[i];
      if (input != null && !input.dtype().isFloating() && input.dtype().byteSize() >= 4) {
        return DType.FLOAT64;
      }
    }
    return dtype.byteSize() < Float.BYTES ? DType.FLOAT32 : dtype;
  }

  /** The results of a kernel in the dtype that its inputs are promoted to. */
  static @Nullable Tensor[] rounded(@Nullable Tensor[] results, DType dtype) {
    for (int i = 0; i < results.length; i++) {
      Tensor result = results[i];
      if (result != null && result.dtype() != dtype) {
        results[i] = result.to(dtype);
        Primitives.release(result);
      }
    }
    return results;
  }

  /** The elements of an input, contiguous and of the kernel's dtype; copies go to a list. */
  static StridedArray packed(Tensor input, DType dtype, List<Tensor> copies) {
    StridedArray array = input.array();
    if (array.dtype() == dtype && array.isContiguous()) {
      return array;
    }
    Tensor elements = input.detach().to(dtype);
    Tensor packed = elements.isContiguous() ? elements : elements.copy();
    if (packed.storage() != input.storage()) {
      copies.add(packed);
    }
    return packed.array();
  }
}
