/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** {@code relu(x · weight)}, with a buffer that counts calls. */
class Scaled implements Snapshots {
  Tensor weight;
  final Tensor calls = Tensor.of(new double[] {0.0});

  /** Tests set it to make the generated code compute something else. */
  double mistakeForward;

  double mistakeBackward;

  Scaled(Tensor weight) {
    this.weight = weight;
  }

  @Differentiable
  public Tensor forward(Tensor x) {
    calls.addInPlace(1.0);
    return x.mul(weight).relu();
  }

  final Tensor call(Tensor x) {
    return CompiledCalls.call(this, this::forward, x);
  }

  @Override
  public List<Tensor> writtenByCalls() {
    return new ArrayList<>(List.of(calls));
  }
}
