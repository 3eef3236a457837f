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

  /** The shapes of tensors; null where one is absent. */
  static long[] @Nullable [] shapes(@Nullable Tensor[] inputs) {
    long[] @Nullable [] shapes = new long[inputs.length] @Nullable [];
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      shapes[i] = input == null ? null : input.array().shape();
    }
    return shapes;
  }

  /**
   * The shapes that tensors have without repetitions, such as those of an expanded number: size 1
   * along a dimension in which all elements are one in memory.
   *
   * @param shapes of the tensors
   * @return the same array if nothing repeats
   */
  static long[] @Nullable [] distinct(@Nullable Tensor[] inputs, long[] @Nullable [] shapes) {
    long[] @Nullable [] distinct = shapes;
    boolean isCopy = false;
    for (int i = 0; i < inputs.length; i++) {
      Tensor input = inputs[i];
      if (input != null && repeats(input)) {
        distinct = isCopy ? distinct : shapes.clone();
        isCopy = true;
        distinct[i] = distinctShape(input.array());
      }
    }
    return distinct;
  }

  /** Whether all elements along some dimension are one in memory. */
  static boolean repeats(Tensor input) {
    long[] strides = input.array().strides();
    long[] shape = input.array().shape();
    for (int d = 0; d < strides.length; d++) {
      if (strides[d] == 0 && shape[d] > 1) {
        return true;
      }
    }
    return false;
  }

  private static long[] distinctShape(StridedArray array) {
    long[] shape = array.shape().clone();
    for (int d = 0; d < shape.length; d++) {
      shape[d] = array.strides()[d] == 0 && shape[d] > 1 ? 1 : shape[d];
    }
    return shape;
  }

  /** A tensor without its repetitions. */
  static Tensor distinct(Tensor input) {
    StridedArray array = input.array();
    Tensor distinct = input.detach();
    for (int d = 0; d < array.rank(); d++) {
      if (array.strides()[d] == 0 && array.shape()[d] > 1) {
        distinct = Primitives.slice(distinct, d, 0, 1, 1);
      }
    }
    return distinct;
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
