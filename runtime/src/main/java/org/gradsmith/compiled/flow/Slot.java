/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Where the adjoint of one tensor of a call adds up in the reverse sweep. */
public final class Slot {
  /** The slot of all tensors without gradient: nothing is ever added to it. */
  public static final Slot NONE = new Slot(null);

  private final @Nullable Flow flow;
  private @Nullable Tensor bar;

  Slot(@Nullable Flow flow) {
    this.flow = flow;
  }

  boolean belongsTo(Flow other) {
    return flow == other;
  }

  /** Whether the gradient of this tensor is needed by anybody. */
  public boolean wanted() {
    return flow != null;
  }

  /** Adds to the adjoint; a missing gradient (null) adds nothing. */
  public void add(@Nullable Tensor gradient) {
    if (flow != null && gradient != null) {
      Tensor sum = bar;
      bar = sum == null ? gradient : Primitives.add(sum, gradient);
    }
  }

  /** The adjoint, which is forgotten here; null where nothing was added. */
  public @Nullable Tensor take() {
    Tensor taken = bar;
    bar = null;
    return taken;
  }
}
