/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** A copy is written in place; what was computed from it before keeps its value. */
final class InPlaceProgram {
  private InPlaceProgram() {}

  @Differentiable
  static Tensor inplaceUpdate(Tensor x, Tensor w) {
    Tensor y = x.copy();
    Tensor keep = x.mul(0.0);
    for (int i = 1; i <= 3; i++) {
      Tensor before = y.copy(); // what a gradient is computed with later is not overwritten
      Tensor old = before.mul(before);
      y.addInPlace(x.mul(i));
      y.mulInPlace(w);
      keep = keep.add(old.mul(y.copy()));
    }
    y.subInPlace(keep);
    return y;
  }
}
