/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.functions;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Functions that modules of another class call. */
final class Helpers {
  private static final double STEEP = 1.5;

  private Helpers() {}

  @Differentiable
  static Tensor swish(Tensor x, double beta) {
    return x.mul(x.mul(beta).sigmoid());
  }

  /** Calls another function, with arithmetic on its own numbers. */
  @Differentiable
  static Tensor steep(Tensor x, int times, float shift) {
    return swish(x.add(shift), -STEEP / 2 * times).mul(times - 1L);
  }

  @Differentiable
  static Tensor same(Tensor x) {
    return x;
  }

  /** No straight line: its callers are read as methods with control flow. */
  @Differentiable
  static Tensor powers(Tensor x, int count) {
    Tensor sum = x;
    for (int i = 1; i < count; i++) {
      sum = sum.mul(x).add(x);
    }
    return sum;
  }
}
