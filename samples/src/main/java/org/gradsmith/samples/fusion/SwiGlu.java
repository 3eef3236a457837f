/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** SiLU of the input times a gate (Shazeer, GLU Variants Improve Transformer, 2020). */
public final class SwiGlu extends UnaryModule {
  private final Tensor gate;

  /** A layer with a gate of the shape of its inputs, or one that broadcasts to it. */
  public SwiGlu(Tensor gate) {
    this.gate = gate.requiresGrad(true);
  }

  /** Any shape to the same. */
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.sigmoid().mul(x).mul(gate);
  }
}
