/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** The chained Rosenbrock function, whose Hessian is multiplied with a vector. */
final class SecondOrderProgram {
  private SecondOrderProgram() {}

  @Differentiable(order = 2)
  static Tensor rosenbrock(Tensor x) {
    Tensor s = Tensor.zeros(x.dtype());
    for (int i = 0; i + 1 < x.size(0); i++) {
      Tensor here = x.select(0, i);
      s =
          s.add(x.select(0, i + 1).sub(here.pow(2)).pow(2).mul(100.0))
              .add(here.neg().add(1.0).pow(2));
    }
    return s;
  }
}
