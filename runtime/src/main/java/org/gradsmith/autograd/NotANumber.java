/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Arrays;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** In the anomaly mode: finds the op whose gradient became NaN. */
final class NotANumber {
  private NotANumber() {}

  static void refuse(Node node, @Nullable Tensor[] gradients) {
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      if (gradient != null && Arrays.stream(gradient.toDoubleArray()).anyMatch(Double::isNaN)) {
        throw new AutogradException(
            "the gradient that %s passes to its operand %d has NaN in it; the forward path: %s"
                .formatted(node, i, ForwardPath.to(node)));
      }
    }
  }
}
