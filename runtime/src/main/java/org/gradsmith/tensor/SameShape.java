/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/**
 * The short way for what most small ops are: an elementwise op on contiguous float32 or float64
 * tensors of one shape, dtype and device. Nothing is promoted, broadcast or converted there, so the
 * rules need not be asked. Whatever is not like that, mistakes included, goes the general way.
 */
final class SameShape {
  private SameShape() {}

  /** The result, or null where the general way has to be gone. */
  static @Nullable Tensor run(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    if (!op.isElementwise()
        || operands.length == 0
        || operands.length != op.operands().size()
        || attributes.length != op.attributes().size()) {
      return null;
    }
    Tensor first = operands[0];
    if (first == null) {
      return null;
    }
    StridedArray like = first.array();
    DType dtype = like.dtype();
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      return null;
    }
    DType computed =
        switch (op.results().getFirst()) {
          case PROMOTE,
              PROMOTE_UNLESS_BOOL,
              PROMOTE_WITHOUT_BOOL,
              PROMOTE_FLOAT,
              PROMOTE_SUM,
              FIRST ->
              dtype;
          case BOOL -> DType.BOOL;
          case INT32, INT64, GIVEN -> null;
        };
    if (computed == null) {
      return null;
    }
    StridedArray[] arrays = new StridedArray[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand == null || !fits(operand, first, like)) {
        return null;
      }
      arrays[i] = operand.array();
    }
    StridedArray result = StridedArray.allocateLike(computed, like);
    result.storage().madeBy(op.name());
    first.device().backend().run(op, arrays, attributes, new StridedArray[] {result});
    return Tensor.owning(result, first.device());
  }

  private static boolean fits(Tensor operand, Tensor first, StridedArray like) {
    StridedArray array = operand.array();
    return array.dtype() == like.dtype()
        && array.isContiguous()
        && !array.storage().isReleased()
        && Arrays.equals(array.shape(), like.shape())
        && operand.device().equals(first.device());
  }
}
