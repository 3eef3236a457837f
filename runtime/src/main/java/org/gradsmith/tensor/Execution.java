/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.autograd.BatchLevel;
import org.gradsmith.backend.Backend;
import org.gradsmith.backend.BadDTypeException;
import org.gradsmith.backend.BadIndexException;
import org.gradsmith.backend.BadMatrixException;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Copies;
import org.gradsmith.ir.op.IndexMismatch;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Operand;
import org.gradsmith.ir.op.ShapeMismatch;
import org.jspecify.annotations.Nullable;

/** Runs ops of the table on tensors: checks, allocates, and hands over to the back end. */
final class Execution {
  private Execution() {}

  static Tensor[] run(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    BatchLevel level = BatchLevel.isActive() ? Batches.level(operands) : null;
    if (level != null) {
      return BatchedExecution.run(
          level, op, operands, attributes, shapes(op, operands, attributes));
    }
    Tensor same = SameShape.run(op, operands, attributes);
    if (same != null) {
      return new Tensor[] {same};
    }
    Device device = check(op, operands, attributes);
    List<List<Long>> shapes = shapes(op, operands, attributes);
    if (op.isView()) {
      Tensor view = view(op, operands, attributes, sizes(shapes.getFirst()));
      if (view != null) {
        return new Tensor[] {view};
      }
    }
    DType[] dtypes = Promotion.results(op, operands, attributes);
    @Nullable StridedArray[] arrays = arrays(op, operands, attributes);
    StridedArray[] results = new StridedArray[dtypes.length];
    for (int i = 0; i < dtypes.length; i++) {
      long[] shape = sizes(shapes.get(Math.min(i, shapes.size() - 1)));
      results[i] = StridedArray.allocate(computed(op, dtypes[i]), shape);
      results[i].storage().madeBy(op.name());
    }
    try {
      device.backend().run(op, arrays, attributes, results);
    } catch (BadIndexException e) {
      throw new IndexException(withOp(op, operands, e.reason()));
    } catch (BadMatrixException e) {
      throw new MatrixException(withOp(op, operands, e.reason()));
    } catch (BadDTypeException e) {
      throw new DTypeException(withOp(op, operands, e.reason()));
    } catch (ArithmeticException e) {
      throw new NumericException(withOp(op, operands, String.valueOf(e.getMessage())));
    }
    Tensor[] tensors = new Tensor[dtypes.length];
    for (int i = 0; i < dtypes.length; i++) {
      tensors[i] = Tensor.owning(Elements.converted(results[i], dtypes[i]), device);
    }
    return tensors;
  }

  /** The half types are computed with in float32, and every result is rounded once. */
  private static DType computed(Op op, DType dtype) {
    boolean half = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
    return half && !isCopy(op) ? DType.FLOAT32 : dtype;
  }

  private static boolean isCopy(Op op) {
    return op == Copies.CLONE || op == Copies.TO;
  }

  private static Device check(Op op, @Nullable Tensor[] operands, Object[] attributes) {
    boolean counted =
        op.isVariadic()
            ? operands.length >= op.operands().size()
            : operands.length == op.operands().size();
    if (!counted || attributes.length != op.attributes().size()) {
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
      Operand row = op.operand(i);
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
    } catch (IndexMismatch e) {
      throw new IndexException(message(op, operands, e.reason()));
    } catch (ShapeMismatch e) {
      throw new ShapeException(message(op, operands, e.reason()));
    }
  }

  private static String withOp(Op op, @Nullable Tensor[] operands, String reason) {
    return reason.startsWith(op.name()) ? reason : message(op, operands, reason);
  }

  private static String message(Op op, @Nullable Tensor[] operands, String reason) {
    StringBuilder text = new StringBuilder(op.name()).append(" of ");
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      text.append(i == 0 ? "" : ", ")
          .append(op.operand(i).name())
          .append(' ')
          .append(operand == null ? "(absent)" : Layouts.text(operand.array().shape()));
    }
    return text.append(": ").append(reason).toString();
  }

  private static long[] sizes(List<Long> shape) {
    long[] sizes = new long[shape.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.get(i);
    }
    return sizes;
  }

  /** The operand's own elements under another shape; null where the op has to compute or copy. */
  private static @Nullable Tensor view(
      Op op, @Nullable Tensor[] operands, Object[] attributes, long[] shape) {
    Tensor x = operands[0];
    if (x == null) {
      throw new NullPointerException(op + ": operand is null");
    }
    StridedArray viewed = ViewLayouts.of(op, x.array(), attributes, shape);
    return viewed == null ? null : x.viewOf(viewed, op, attributes);
  }

  /** The operands' arrays, converted where the op promotes, and from half types. */
  private static @Nullable StridedArray[] arrays(
      Op op, @Nullable Tensor[] operands, Object[] attributes) {
    @Nullable DType common = Promotion.common(op, operands, attributes);
    @Nullable StridedArray[] arrays = new @Nullable StridedArray[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand != null) {
        StridedArray array = operand.array();
        DType dtype = common != null && op.operand(i).promotes() ? common : array.dtype();
        // a value that was promoted to a half type is rounded to it before it is computed with
        arrays[i] = Elements.converted(Elements.converted(array, dtype), computed(op, dtype));
      }
    }
    return arrays;
  }

  static Backend backend(Tensor tensor) {
    return tensor.device().backend();
  }
}
