/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.autograd.Node;
import org.jspecify.annotations.Nullable;

/**
 * What autograd keeps with a tensor. Written by the tape and by compiled calls; users go through
 * the methods of {@link Tensor}.
 */
public final class AutogradMeta {
  private volatile boolean leafRequiresGrad;
  private volatile @Nullable Tensor grad;
  private volatile @Nullable Node gradFn;
  private volatile int outputNumber;
  private volatile @Nullable Object attachment;

  AutogradMeta() {}

  /** Whether gradients flow into or through the tensor. */
  public boolean requiresGrad() {
    return leafRequiresGrad || gradFn != null;
  }

  /** The node that computed the tensor; null for a leaf. */
  public @Nullable Node gradFn() {
    return gradFn;
  }

  /** Which of the node's results the tensor is. */
  public int outputNumber() {
    return outputNumber;
  }

  /** Notes which node computed the tensor, and as which of its results. */
  public void computedBy(Node node, int output) {
    outputNumber = output;
    gradFn = node;
  }

  /** The collected gradient. */
  public @Nullable Tensor grad() {
    return grad;
  }

  /** Replaces the collected gradient. */
  public void grad(@Nullable Tensor gradient) {
    grad = gradient;
  }

  /** What the autograd engine keeps with the tensor for itself: its accumulator, its hooks. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Replaces what the autograd engine keeps with the tensor for itself. */
  public void attachment(@Nullable Object value) {
    attachment = value;
  }

  static void requireGrad(Tensor tensor, boolean requires) {
    AutogradMeta known = tensor.autograd();
    if (known != null && known.gradFn != null) {
      if (!requires) {
        throw new IllegalStateException(
            "requiresGrad(false) works on leaves only, but this tensor was computed by "
                + known.gradFn
                + "; use detach() for a tensor that stands outside the graph");
      }
      return;
    }
    if (requires && !tensor.dtype().isFloating()) {
      throw new DTypeException(
          "only tensors of a floating dtype can require a gradient, but this one is "
              + tensor.dtype());
    }
    if (requires || known != null) {
      tensor.autogradOrNew().leafRequiresGrad = requires;
    }
  }

  static void replaceGrad(Tensor tensor, @Nullable Tensor gradient) {
    if (gradient == null) {
      AutogradMeta known = tensor.autograd();
      if (known != null) {
        known.grad = null;
      }
      return;
    }
    if (!java.util.Arrays.equals(gradient.array().shape(), tensor.array().shape())
        || gradient.dtype() != tensor.dtype()) {
      throw new ShapeException(
          "a gradient has the shape and dtype of its tensor: "
              + tensor.describe()
              + " cannot take "
              + gradient.describe());
    }
    tensor.autogradOrNew().grad = gradient;
  }
}
