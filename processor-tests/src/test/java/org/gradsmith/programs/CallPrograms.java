/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Programs that call methods of their own, one of them itself. */
final class CallPrograms {
  private CallPrograms() {}

  @Differentiable
  static Tensor helperCalls(Tensor b, Tensor w, Tensor x) {
    Tensor h = act(affine(x, w, b), 0);
    h = act(affine(h, w, b), 1);
    return act(affine(h, w.t(), b), 1).sum().add(soft(b).mean());
  }

  private static Tensor affine(Tensor x, Tensor w, Tensor b) {
    return x.matmul(w).add(b);
  }

  private static Tensor soft(Tensor x) {
    return x.exp().add(1.0).log();
  }

  private static Tensor act(Tensor x, int k) {
    return k == 0 ? x.tanh() : soft(x).mul(x);
  }

  @Differentiable
  static Tensor recursionPower(Tensor x, int n) {
    return power(x, n).sub(power(x.mul(0.5), n + 3)).sum();
  }

  private static Tensor power(Tensor x, int n) {
    if (n == 0) {
      return Tensor.onesLike(x);
    }
    if (n % 2 == 1) {
      return x.mul(power(x, n - 1));
    }
    Tensor h = power(x, n / 2);
    return h.mul(h);
  }
}
