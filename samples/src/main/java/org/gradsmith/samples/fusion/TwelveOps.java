/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** Twelve pointwise ops over two tensors, of which one kernel remains. */
public final class TwelveOps extends UnaryModule {
  private final Tensor other;

  /** A layer with a second operand. */
  public TwelveOps(Tensor other) {
    this.other = other.requiresGrad(true);
  }

  /** Any shape to the same. */
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor product = x.sigmoid().mul(other.tanh());
    return product.add(x.mul(x).mul(0.5)).sub(x.neg().mul(x).exp()).add(x.mul(other));
  }
}
