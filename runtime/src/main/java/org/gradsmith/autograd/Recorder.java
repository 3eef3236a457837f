/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs ops and notes them on the tape where a gradient will be needed. */
public final class Recorder {
  private Recorder() {}

  /**
   * Runs an op and records it if recording is on and an operand with a derivative rule requires a
   * gradient. A result of integers or truth values carries none.
   *
   * @param attributes Long, Double, long[] or DType, as their kinds say
   * @param operands null only where the operand is optional
   * @return the first result
   */
  public static Tensor apply(Op op, Object[] attributes, @Nullable Tensor... operands) {
    return applyAll(op, attributes, operands)[0];
  }

  /** As {@link #apply}; returns all results, of which the hidden ones carry no gradient. */
  public static Tensor[] applyAll(Op op, Object[] attributes, @Nullable Tensor... given) {
    @Nullable Tensor[] operands = BatchLevel.isActive() ? Batches.lifted(given) : given;
    boolean recorded = GradMode.isEnabled() && needsGradient(op, operands);
    Tensor[] results = Primitives.run(op, operands, attributes);
    if (recorded) {
      OpNode node = new OpNode(op, attributes, operands, results);
      for (int i = 0; i < op.differentiableResults(); i++) {
        if (results[i].dtype().isFloating()) {
          results[i].autogradOrNew().computedBy(node, i);
        }
      }
    }
    if (ForwardMode.isActive()) {
      ForwardMode.push(op, attributes, operands, results);
    }
    return results;
  }

  private static boolean needsGradient(Op op, @Nullable Tensor[] operands) {
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand != null && operand.requiresGrad() && op.operand(i).vjp().isPresent()) {
        return true;
      }
    }
    return false;
  }
}
