/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.tensor.Tensor;

/** Changes parameters by their gradients. */
public abstract class Optimizer {
  private final List<Tensor> parameters;

  /** The parameters are leaves of a floating type, each once. */
  protected Optimizer(List<Tensor> parameters) {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("an optimizer needs at least one parameter");
    }
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);
      if (!parameter.isLeaf() || !parameter.dtype().isFloating()) {
        throw new IllegalArgumentException(
            "parameter %s must be a leaf of a floating type, not %s%s"
                .formatted(
                    i, parameter.describe(), parameter.isLeaf() ? "" : ", computed by an op"));
      }
      if (!seen.add(parameter)) {
        throw new IllegalArgumentException("parameter " + i + " is there twice");
      }
    }
    this.parameters = List.copyOf(parameters);
  }

  /** What this optimizer changes. */
  public final List<Tensor> parameters() {
    return parameters;
  }

  /**
   * Forgets all gradients: they are null afterwards, so that untouched parameters stay untouched.
   */
  public final void zeroGrad() {
    for (Tensor parameter : parameters) {
      parameter.grad(null);
    }
  }

  /** Changes every parameter that has a gradient. */
  public abstract void step();

  /** What the optimizer remembers from step to step; the tensors are copies. */
  public abstract Map<String, Tensor> stateDict();

  /**
   * Remembers what {@link #stateDict} gave, and nothing else.
   *
   * @throws IllegalArgumentException if it does not belong to such parameters; then nothing changed
   */
  public abstract void load(Map<String, Tensor> state);
}
