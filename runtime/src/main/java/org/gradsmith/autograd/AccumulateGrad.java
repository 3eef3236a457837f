/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.gradsmith.tensor.AutogradMeta;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The end of every path: adds what arrives to the {@code grad} of a leaf. */
final class AccumulateGrad extends Node {
  private final Tensor leaf;
  private final List<Consumer<Tensor>> afterwards = new CopyOnWriteArrayList<>();

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

  /** What messages call the leaf. */
  String describe() {
    return leaf.describe();
  }

  /** Calls a function with the leaf each time its gradient has been added to. */
  @SuppressWarnings("ReferenceEquality") // the same function may be registered twice
  HookHandle afterwards(Consumer<Tensor> hook) {
    Consumer<Tensor> registered = leafNow -> hook.accept(leafNow);
    afterwards.add(registered);
    return () -> afterwards.removeIf(other -> other == registered);
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
    if (Batches.isWithinVmap(gradient) && !Batches.isWithinVmap(leaf)) {
      throw new AutogradException(
          "backward within a vmap found a gradient per example for a leaf outside of it ("
              + leaf.describe()
              + "); return the gradients from the function instead, by Functional.grad or vjp");
    }
    AutogradMeta meta = leaf.autogradOrNew();
    Tensor sum = meta.grad();
    if (sum == null) {
      meta.grad(mayKeep ? gradient : gradient.copy());
    } else if (GradMode.isEnabled()) {
      meta.grad(sum.add(gradient));
    } else {
      sum.addInPlace(gradient);
    }
    afterwards.forEach(hook -> hook.accept(leaf));
  }
}
