/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Changed since its companion was generated: the digest beside that is another. */
class StaleDigest {
  @Differentiable
  public Tensor forward(Tensor x) {
    return x.requiresGrad(true).mul(2.0);
  }
}
