/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;

/** beta · x + alpha · product: what the add-and-multiply methods have in common. */
final class ScaledSum {
  private ScaledSum() {}

  /** beta · x + alpha · product; x is not read where beta is 0, so its NaN do not count. */
  @Differentiable
  static Tensor of(Tensor x, Tensor product, double beta, double alpha) {
    boolean truths = x.dtype() == DType.BOOL && product.dtype() == DType.BOOL;
    boolean whole = !x.dtype().isFloating() && !product.dtype().isFloating();
    double a = whole ? (long) alpha : alpha; // PyTorch cuts the fractions off for integers
    double b = whole ? (long) beta : beta;
    Tensor scaled = a == 1 ? product : Scalars.times(product, a);
    Tensor base = b == 0 ? Tensor.zerosLike(x) : b == 1 ? x : Scalars.times(x, b);
    Tensor sum = base.add(scaled);
    return truths ? sum.ne(0L) : sum;
  }
}
