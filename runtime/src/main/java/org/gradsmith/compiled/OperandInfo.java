/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Edge;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What a compiled node knows of an operand, whose tensor itself it need not keep. */
final class OperandInfo {
  private final String name;
  private final @Nullable Edge edge;
  private final long[] shape;
  private final DType dtype;

  private OperandInfo(String name, Tensor operand, boolean needed) {
    this.name = name;
    this.edge = needed ? Edge.of(operand) : null;
    this.shape = operand.array().shape();
    this.dtype = operand.dtype();
  }

  /** One for each operand of a call; null for an absent one. */
  static List<@Nullable OperandInfo> of(
      List<String> names, List<@Nullable Tensor> operands, Needs needs) {
    List<@Nullable OperandInfo> infos = new ArrayList<>(operands.size());
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      infos.add(operand == null ? null : new OperandInfo(names.get(i), operand, needs.any(i)));
    }
    return infos;
  }

  String name() {
    return name;
  }

  /** Where the operand's gradient goes; null if it needs none. */
  @Nullable Edge edge() {
    return edge;
  }

  /** The gradient that generated code found, in the operand's dtype; refuses another shape. */
  Tensor gradient(Tensor bar, String method) {
    if (!Arrays.equals(bar.array().shape(), shape)) {
      throw new AutogradException(
          "the generated code of %s found a gradient of shape %s for '%s' of shape %s; please report this, and run with -D%s=off until it is mended"
              .formatted(
                  method,
                  Arrays.toString(bar.shape()),
                  name,
                  Arrays.toString(shape),
                  Mode.PROPERTY));
    }
    return bar.dtype() == dtype ? bar : bar.to(dtype);
  }
}
