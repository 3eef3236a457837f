/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a foreign op: the products of a cotangent with its Jacobians. Written with ops
 * of tensors, or with foreign ops that have derivatives themselves, it has a derivative in turn,
 * and so the op has a second one.
 */
@FunctionalInterface
public interface Vjp {
  /**
   * The cotangents of the inputs.
   *
   * @param operands what the call was given
   * @param result what it returned
   * @param cotangent of the result, in its shape and dtype
   * @return one for each input, of its shape and dtype; null where none flows, as into integers
   */
  List<? extends @Nullable Tensor> vjp(Operands operands, Tensor result, Tensor cotangent);
}
