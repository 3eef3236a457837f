/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of a call's operands as a reverse sweep finds them; several for one operand add up.
 */
public final class Adjoints {
  private final @Nullable Tensor[] gradients;

  Adjoints(int operands) {
    gradients = new @Nullable Tensor[operands];
  }

  /** Adds to the gradient of an operand. A missing gradient (null) adds nothing. */
  public void add(int operand, @Nullable Tensor gradient) {
    if (gradient == null) {
      return;
    }
    Tensor sum = gradients[operand];
    gradients[operand] = sum == null ? gradient : Primitives.add(sum, gradient);
  }

  /** Gradient of an operand; null where nothing was added. */
  public @Nullable Tensor get(int operand) {
    return gradients[operand];
  }

  int size() {
    return gradients.length;
  }
}
