/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Two modules in a row, the second added to a weight of this one. */
class Pair {
  final Scaled first;
  final Scaled second;
  Tensor shift;

  Pair(Scaled first, Scaled second, Tensor shift) {
    this.first = first;
    this.second = second;
    this.shift = shift;
  }

  @Differentiable
  public Tensor forward(Tensor x) {
    return second.call(first.call(x)).add(shift);
  }

  final Tensor call(Tensor x) {
    return CompiledCalls.call(this, this::forward, x);
  }
}
