/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;

/** Compositions of exponentials and logarithms that mind infinities. */
final class Exponents {
  private static final double LN2 = Math.log(2);

  private Exponents() {}

  /** With 2^x = e^(x · ln 2), in the terms of the natural logarithm. */
  @Differentiable
  static Tensor logaddexp2(Tensor x, Tensor y) {
    Reducing.requireFloating("logaddexp2", x);
    Reducing.requireFloating("logaddexp2", y);
    return x.mul(LN2).logaddexp(y.mul(LN2)).div(LN2);
  }

  @Differentiable
  static Tensor xlog1py(Tensor x, Tensor y) {
    Tensor zero = x.detach().eq(0L);
    Tensor wild = y.detach().le(-1L).logicalOr(y.detach().eq(Double.POSITIVE_INFINITY));
    // the product's rule would make NaN of 0 · ∞
    Tensor safe = Tensor.where(zero.logicalAnd(wild), Scalars.like(y, 0L), y);
    return x.mul(safe.log1p());
  }
}
