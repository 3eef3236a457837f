/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.backend.Backend;
import org.gradsmith.backend.BadIndexException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Operand;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.ShapeMismatch;
import org.gradsmith.ir.op.Views;
import org.jspecify.annotations.Nullable;

/** Runs ops of the table on tensors: checks, allocates, and hands over to the back end. */
final class Execution {
  private Execution() {}

  static Tensor[] run(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    Device device = check(op, operands, attributes);
    List<List<Long>> shapes = shapes(op, operands, attributes);
    if (op.isView()) {
      Tensor view = view(op, operands, attributes, sizes(shapes.getFirst()));
      if (view != null) {
        return new Tensor[] {view};
      }
    }
    DType[] dtypes = Promotion.results(op, operands);
    @Nullable StridedArray[] arrays = arrays(op, operands);
    StridedArray[] results = new StridedArray[dtypes.length];
    Tensor[] tensors = new Tensor[dtypes.length];
    for (int i = 0; i < dtypes.length; i++) {
      requireComputed(op, dtypes[i]);
      results[i] = StridedArray.allocate(dtypes[i], sizes(shapes.get(i)));
      tensors[i] = Tensor.owning(results[i], device);
    }
    try {
      device.backend().run(op, arrays, attributes, results);
    } catch (BadIndexException e) {
      throw new IndexException(e.reason());
    }
    return tensors;
  }

  private static void requireComputed(Op op, DType dtype) {
    if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
      throw new DTypeException(
          "%s: dtype %s is stored, but not computed with yet; convert with to(DType.FLOAT32) first"
              .formatted(op, dtype));
    }
  }

  private static Device check(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    if (operands.length != op.operands().size() || attributes.length != op.attributes().size()) {
      throw new IllegalArgumentException(
          "%s takes %d operands and %d attributes, but got %d and %d"
              .formatted(
                  op,
                  op.operands().size(),
                  op.attributes().size(),
                  operands.length,
                  attributes.length));
    }
    Device device = null;
    for (int i = 0; i < operands.length; i++) {
      Operand row = op.operands().get(i);
      Tensor operand = operands[i];
      if (operand == null) {
        if (!row.optional()) {
          throw new NullPointerException(op + ": operand '" + row.name() + "' is null");
        }
        continue;
      }
      operand.storage().checkAlive(op, row.name());
      if (device != null && !device.equals(operand.device())) {
        throw new IllegalArgumentException(
            "%s: operand '%s' lies on %s, but the others lie on %s; move it with to(Device)"
                .formatted(op, row.name(), operand.device().name(), device.name()));
      }
      device = operand.device();
    }
    return device == null ? Device.CPU : device;
  }

  private static List<List<Long>> shapes(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    try {
      return op.shapeRule().infer(LongDims.INSTANCE, new NumberedCall(operands, attributes));
    } catch (ShapeMismatch e) {
      throw new ShapeException(message(op, operands, e.reason()));
    }
  }

  private static String message(Op op, @Nullable Tensor[] operands, String reason) {
    StringBuilder text = new StringBuilder(op.name()).append(" of ");
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      text.append(i == 0 ? "" : ", ")
          .append(op.operands().get(i).name())
          .append(' ')
          .append(operand == null ? "(absent)" : Layouts.text(operand.array().shape()));
    }
    return text.append(": ").append(reason).toString();
  }

  private static long[] sizes(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** The operand's own elements under another shape; null where the op has to compute or copy. */
  private static @Nullable Tensor view(
      Op op, @Nullable Tensor[] operands, Object[] attributes, long[] shape) {
    Tensor x = operands[0];
    if (x == null) {
      throw new NullPointerException(op + ": operand is null");
    }
    StridedArray array = x.array();
    if (op == Views.VIEW || op == Views.RESHAPE) {
      StridedArray viewed = Layouts.viewed(array, shape);
      if (viewed == null && op == Views.VIEW) {
        throw new ShapeException(
            "view: shape %s does not fit the strides of this tensor of shape %s, which is not contiguous; use reshape, which copies"
                .formatted(Layouts.text(shape), Layouts.text(array.shape())));
      }
      return viewed != null
          ? x.viewOf(viewed)
          : Tensor.owning(
              Elements.contiguous(array).with(shape, StridedArray.contiguousStrides(shape), 0),
              x.device());
    }
    if (op == Views.EXPAND) {
      return x.viewOf(Layouts.expanded(array, shape));
    }
    if (op == Views.EXPAND_DIM) {
      boolean keepDim = (long) attributes[2] != 0;
      return x.viewOf(Layouts.expandedDim(array, shape, (long) attributes[1], keepDim));
    }
    if (op == Views.TRANSPOSE) {
      return x.viewOf(Layouts.transposed(array, (long) attributes[0], (long) attributes[1]));
    }
    if (op == Reductions.SUM_TO) {
      return java.util.Arrays.equals(array.shape(), shape) ? x.viewOf(array) : null;
    }
    throw new IllegalStateException("view op " + op + " has no layout rule");
  }

  /** The operands' arrays, converted where the op promotes. */
  private static @Nullable StridedArray[] arrays(Op op, @Nullable Tensor[] operands) {
    @Nullable DType common = Promotion.common(op, operands);
    @Nullable StridedArray[] arrays = new @Nullable StridedArray[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand != null) {
        StridedArray array = operand.array();
        arrays[i] =
            common == null || array.dtype() == common ? array : Elements.converted(array, common);
      }
    }
    return arrays;
  }

  static Backend backend(Tensor tensor) {
    return tensor.device().backend();
  }
}
