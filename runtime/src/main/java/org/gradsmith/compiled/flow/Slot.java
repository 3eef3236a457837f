/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/** Where the adjoint of one tensor of a call adds up in the reverse sweep. */
public final class Slot {
  /** The slot of all tensors without gradient: nothing is ever added to it. */
  public static final Slot NONE = new Slot(null);

  private final @Nullable Flow flow;
  private final long writes;
  private final @Nullable Slot base;
  private final View.@Nullable Path path;
  private final boolean wanted;
  private @Nullable Tensor bar;

  private Slot(@Nullable Flow flow, boolean wanted, @Nullable Slot base, View.@Nullable Path path) {
    this.flow = flow;
    this.wanted = wanted;
    this.writes = flow == null ? 0 : flow.writes().count();
    this.base = base;
    this.path = path;
  }

  Slot(@Nullable Flow flow) {
    this(flow, flow != null, null, null);
  }

  /** A slot of tensors of one call that have no gradient. */
  static Slot withoutGradient(Flow flow) {
    return new Slot(flow, false, null, null);
  }

  /** The slot of a view whose base was written to: what is added goes to the base. */
  static Slot following(Flow flow, Slot base, View.Path path) {
    return new Slot(flow, true, base, path);
  }

  /** How many writes the call had made when the slot was. */
  long writes() {
    return writes;
  }

  boolean belongsTo(Flow other) {
    return flow == other;
  }

  /** Whether the gradient of this tensor is needed by anybody. */
  public boolean wanted() {
    return wanted;
  }

  /** Adds to the adjoint; a missing gradient (null) adds nothing. */
  public void add(@Nullable Tensor gradient) {
    if (base != null && path != null && gradient != null) {
      base.add(ViewHistory.embed(gradient, path));
    } else if (wanted && gradient != null) {
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
