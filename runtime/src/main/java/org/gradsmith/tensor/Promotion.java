/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/**
 * The dtypes of results. PyTorch's promotion: the wider type of the operands, where tensors without
 * dimensions count only if their kind (bool, integer, floating) is higher than that of the others.
 */
public final class Promotion {
  private Promotion() {}

  /** The dtype of each result. */
  static DType[] results(Op op, @Nullable Tensor[] operands) {
    List<DTypeRule> rules = op.results();
    DType[] results = new DType[rules.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] =
          switch (rules.get(i)) {
            case PROMOTE -> of(operands);
            case PROMOTE_FLOAT -> floating(of(operands));
            case FIRST -> first(operands);
            case INT32 -> DType.INT32;
            case INT64 -> DType.INT64;
          };
    }
    return results;
  }

  /** The dtype that all operands are converted to before the op runs; null if they stay. */
  static @Nullable DType common(Op op, @Nullable Tensor[] operands) {
    return switch (op.results().getFirst()) {
      case PROMOTE -> of(operands);
      case PROMOTE_FLOAT -> floating(of(operands));
      case FIRST, INT32, INT64 -> null;
    };
  }

  private static DType floating(DType dtype) {
    return dtype.isFloating() ? dtype : DType.FLOAT32;
  }

  private static DType first(@Nullable Tensor[] operands) {
    Tensor x = operands[0];
    if (x == null) {
      throw new IllegalStateException("operand 0 is absent");
    }
    return x.dtype();
  }

  /** The dtype that some tensors have in common when they are computed with; one must be there. */
  public static DType of(@Nullable Tensor[] operands) {
    DType sized = null;
    DType single = null;
    for (Tensor operand : operands) {
      if (operand != null && operand.dim() > 0) {
        sized = sized == null ? operand.dtype() : wider(sized, operand.dtype());
      } else if (operand != null) {
        single = single == null ? operand.dtype() : wider(single, operand.dtype());
      }
    }
    if (sized == null || single == null) {
      return sized == null ? java.util.Objects.requireNonNull(single) : sized;
    }
    return kind(single) > kind(sized) ? wider(sized, single) : sized;
  }

  private static int kind(DType dtype) {
    return dtype == DType.BOOL ? 0 : dtype.isFloating() ? 2 : 1;
  }

  /** The narrowest type that holds the values of both. */
  static DType wider(DType a, DType b) {
    if (a == b) {
      return a;
    }
    if (kind(a) != kind(b)) {
      return kind(a) > kind(b) ? a : b;
    }
    if (a.isFloating()) {
      return a.byteSize() == b.byteSize() ? DType.FLOAT32 : a.byteSize() > b.byteSize() ? a : b;
    }
    if (a.byteSize() == b.byteSize()) {
      return DType.INT16; // int8 and uint8
    }
    return a.byteSize() > b.byteSize() ? a : b;
  }
}
