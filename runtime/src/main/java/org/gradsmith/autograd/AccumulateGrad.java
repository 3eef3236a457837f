/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.tensor.AutogradMeta;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The end of every path: adds what arrives to the {@code grad} of a leaf. */
final class AccumulateGrad extends Node {
  private final Tensor leaf;

  private AccumulateGrad(Tensor leaf) {
    super("accumulateGrad", Long.MAX_VALUE, new @Nullable Edge[0]);
    this.leaf = leaf;
  }

  /** The one accumulator of a leaf. */
  static AccumulateGrad of(Tensor leaf, AutogradMeta meta) {
    if (meta.attachment() instanceof AccumulateGrad known) {
      return known;
    }
    synchronized (meta) {
      if (meta.attachment() instanceof AccumulateGrad known) {
        return known;
      }
      AccumulateGrad made = new AccumulateGrad(leaf);
      meta.attachment(made);
      return made;
    }
  }

  /** Adds a gradient that others may hold, too. */
  @Override
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
    Tensor gradient = gradients[0];
    if (gradient != null) {
      accumulate(gradient, false);
    }
    return new @Nullable Tensor[0];
  }

  /** Whether the next gradient may become the leaf's own instead of being added to it. */
  boolean takes() {
    return leaf.grad() == null;
  }

  /**
   * Adds a gradient.
   *
   * @param mayKeep whether nobody else will look at the gradient's elements, so that it may become
   *     the leaf's gradient itself
   */
  synchronized void accumulate(Tensor gradient, boolean mayKeep) {
    GradientCheck.like(gradient, leaf, "backward found");
    AutogradMeta meta = leaf.autogradOrNew();
    Tensor sum = meta.grad();
    if (sum == null) {
      meta.grad(mayKeep ? gradient : gradient.copy());
    } else if (GradMode.isEnabled()) {
      meta.grad(sum.add(gradient));
    } else {
      sum.addInPlace(gradient);
    }
  }
}
