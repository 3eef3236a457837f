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
  public static final Slot NONE = new Slot(null, false, null, null, null);

  private final @Nullable Flow flow;
  private final long writes;
  private final @Nullable Slot base;
  private final View.@Nullable Path path;
  private final boolean wanted;
  private long @Nullable [] shape;
  private @Nullable Tensor bar;

  private Slot(
      @Nullable Flow flow,
      boolean wanted,
      long @Nullable [] shape,
      @Nullable Slot base,
      View.@Nullable Path path) {
    this.flow = flow;
    this.wanted = wanted;
    this.shape = shape;
    this.writes = flow == null ? 0 : flow.writes().count();
    this.base = base;
    this.path = path;
  }

  /** A slot of a tensor. */
  static Slot of(Flow flow, Tensor tensor) {
    return new Slot(flow, true, tensor.shape(), null, null);
  }

  /** A slot of a tensor outside the call, of which only the edge is known so far. */
  static Slot ofEdge(Flow flow) {
    return new Slot(flow, true, null, null, null);
  }

  /** A slot of tensors of one call that have no gradient. */
  static Slot withoutGradient(Flow flow) {
    return new Slot(flow, false, null, null, null);
  }

  /** The slot of a view whose base was written to: what is added goes to the base. */
  static Slot following(Flow flow, Tensor view, Slot base, View.Path path) {
    return new Slot(flow, true, view.shape(), base, path);
  }

  /** How many writes the call had made when the slot was. */
  long writes() {
    return writes;
  }

  /** The slot is that of a tensor, as is known now. */
  void becomes(Tensor tensor) {
    if (shape == null) {
      shape = tensor.shape();
    }
  }

  /**
   * The shape of the tensor, which is that of its adjoint.
   *
   * @throws IllegalStateException if the gradient is not wanted
   */
  public long[] shape() {
    if (shape == null) {
      throw new IllegalStateException("a slot that no op has read has no shape");
    }
    return shape;
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

  /** Adds a gradient, summed over the dimensions that the tensor was expanded by. */
  public void addSummed(Tensor gradient) {
    add(Primitives.sumTo(gradient, shape()));
  }

  /** The adjoint, which is forgotten here; null where nothing was added. */
  public @Nullable Tensor take() {
    Tensor taken = bar;
    bar = null;
    return taken;
  }
}
