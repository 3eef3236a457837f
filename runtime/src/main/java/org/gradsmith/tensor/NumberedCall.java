/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.op.ShapeCall;
import org.jspecify.annotations.Nullable;

/** One application of an op, as its shape rule sees it at run time. */
final class NumberedCall implements ShapeCall<Long> {
  private final @Nullable Tensor[] operands;
  private final Object[] attributes;

  NumberedCall(@Nullable Tensor[] operands, Object[] attributes) {
    this.operands = operands;
    this.attributes = attributes;
  }

  @Override
  public List<Long> operand(int index) {
    Tensor operand = operands[index];
    if (operand == null) {
      throw new IllegalStateException("operand " + index + " is absent");
    }
    return boxed(operand.array().shape());
  }

  @Override
  public int operandCount() {
    return operands.length;
  }

  @Override
  public boolean present(int index) {
    return operands[index] != null;
  }

  @Override
  public Long size(int index) {
    return (Long) attributes[index];
  }

  @Override
  public long constant(int index) {
    return (Long) attributes[index];
  }

  @Override
  public List<Long> sizes(int index) {
    return boxed((long[]) attributes[index]);
  }

  private static List<Long> boxed(long[] sizes) {
    List<Long> list = new ArrayList<>(sizes.length);
    for (long size : sizes) {
      list.add(size);
    }
    return list;
  }
}
