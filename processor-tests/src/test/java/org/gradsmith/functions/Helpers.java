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

  @Differentiable
  static Tensor plus(Tensor x, double c) {
    return x.add(c);
  }

  @Differentiable
  static Tensor ratio(Tensor x, int n, int m) {
    double a = n;
    double b;
    b = m;
    return x.mul(a / b);
  }

  @Differentiable
  @SuppressWarnings("NarrowCalculation") // on purpose
  static Tensor wrapped(Tensor x, int n) {
    return x.mul(n * n);
  }

  /** Math.random has no arguments. */
  @Differentiable
  static Tensor noisy(Tensor x) {
    return x.mul(Math.random());
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
