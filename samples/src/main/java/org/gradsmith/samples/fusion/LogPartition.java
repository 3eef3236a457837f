/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.fusion;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/** Logarithm of the sum of exponentials of negative energies, along the first dimension. */
public final class LogPartition extends UnaryModule {
  private final Tensor temperature;

  /** A layer with a temperature that broadcasts to the energies. */
  public LogPartition(Tensor temperature) {
    this.temperature = temperature.requiresGrad(true);
  }

  /** (states, ...) to (...). */
  @Differentiable
  @Override
  public Tensor forward(Tensor energies) {
    return energies.neg().div(temperature).exp().sum(0).log();
  }
}
