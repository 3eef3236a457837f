/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.AttributeSpec;
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
  static DType[] results(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    List<DTypeRule> rules = op.results();
    DType[] results = new DType[rules.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] =
          switch (rules.get(i)) {
            case PROMOTE -> promoted(op, operands, attributes);
            case PROMOTE_UNLESS_BOOL ->
                number(op, promoted(op, operands, attributes), "only truth values");
            case PROMOTE_WITHOUT_BOOL -> {
              for (Tensor operand : operands) {
                number(
                    op, operand == null ? DType.INT8 : operand.dtype(), "a tensor of dtype bool");
              }
              yield promoted(op, operands, attributes);
            }
            case PROMOTE_FLOAT -> floating(promoted(op, operands, attributes));
            case PROMOTE_SUM -> {
              DType dtype = promoted(op, operands, attributes);
              yield dtype.isFloating() ? dtype : DType.INT64;
            }
            case FIRST -> first(operands);
            case INT32 -> DType.INT32;
            case INT64 -> DType.INT64;
            case BOOL -> DType.BOOL;
            case GIVEN -> given(op, attributes);
          };
    }
    return results;
  }

  /**
   * The dtype that all promoting operands are converted to before the op runs; null if they stay.
   */
  static @Nullable DType common(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    return switch (op.results().getFirst()) {
      case PROMOTE, PROMOTE_UNLESS_BOOL, PROMOTE_WITHOUT_BOOL, BOOL ->
          promoted(op, operands, attributes);
      case PROMOTE_FLOAT -> floating(promoted(op, operands, attributes));
      case FIRST, INT32, INT64, PROMOTE_SUM, GIVEN -> null;
    };
  }

  /** The dtype, unless it is bool. */
  static DType number(Op op, DType dtype, String given) {
    if (dtype == DType.BOOL) {
      throw new DTypeException(
          "%s: works on numbers, but was given %s; use logicalNot() or logicalXor(other) to work on truth values, or convert them with to(DType)"
              .formatted(op.name().replaceFirst("Scalar$", ""), given));
    }
    return dtype;
  }

  /** The dtype in which a Java number is computed with if it is a fraction. */
  private static DType floating(DType dtype) {
    return dtype.isFloating() ? dtype : DefaultDType.get();
  }

  private static DType first(@Nullable Tensor[] operands) {
    Tensor x = operands[0];
    if (x == null) {
      throw new IllegalStateException("operand 0 is absent");
    }
    return x.dtype();
  }

  private static DType given(Op op, Object[] attributes) {
    for (Object attribute : attributes) {
      if (attribute instanceof DType dtype) {
        return dtype;
      }
    }
    throw new IllegalStateException(op + " has no attribute of kind DTYPE");
  }

  /** The promotion of the operands that take part in it, and of numbers among the attributes. */
  private static DType promoted(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    @Nullable Tensor[] promoting = operands.clone();
    for (int i = 0; i < operands.length; i++) {
      if (!op.operand(i).promotes()) {
        promoting[i] = null;
      }
    }
    DType dtype = of(promoting);
    if (dtype.isFloating()) {
      return dtype;
    }
    for (int i = 0; i < attributes.length; i++) {
      if (op.attributes().get(i).kind() == AttributeSpec.Kind.NUMBER) {
        if (attributes[i] instanceof Double) {
          return DefaultDType.get();
        }
        dtype = dtype == DType.BOOL ? DType.INT64 : dtype;
      }
    }
    return dtype;
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
