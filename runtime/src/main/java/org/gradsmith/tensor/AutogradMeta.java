/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.InferenceMode;
import org.gradsmith.autograd.Node;
import org.gradsmith.autograd.Tangents;
import org.jspecify.annotations.Nullable;

/**
 * What autograd keeps with a tensor. Written by the tape and by compiled calls; users go through
 * the methods of {@link Tensor}.
 */
public final class AutogradMeta {
  private static final AtomicLongFieldUpdater<AutogradMeta> REBASES =
      AtomicLongFieldUpdater.newUpdater(AutogradMeta.class, "rebases");

  private static final AtomicLongFieldUpdater<AutogradMeta> TANGENT_WRITES =
      AtomicLongFieldUpdater.newUpdater(AutogradMeta.class, "tangentWrites");

  private volatile boolean leafRequiresGrad;
  private volatile @Nullable Tensor grad;
  private volatile @Nullable Node gradFn;
  private volatile int outputNumber;
  private volatile @Nullable Object attachment;
  private volatile long rebases;
  private volatile long tangentWrites;
  private volatile @Nullable Tangents tangents;
  private volatile @Nullable Batch batch;

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

  /** Notes which node stands for the tensor's elements after a recorded write. */
  public void rebase(Node node, int output) {
    computedBy(node, output);
    leafRequiresGrad = false;
    REBASES.incrementAndGet(this);
  }

  /** How often a recorded write gave the tensor another history. */
  long rebases() {
    return rebases;
  }

  /** The tangents that forward mode computed for the tensor. */
  public @Nullable Tangents tangents() {
    return tangents;
  }

  /** The values of all examples, for a tensor within a vmap. */
  @Nullable Batch batch() {
    return batch;
  }

  /** Replaces the values of all examples. */
  void batch(Batch value) {
    batch = value;
  }

  /** Replaces the tangents. */
  public void tangents(@Nullable Tangents value) {
    tangents = value;
  }

  /** Replaces the tangents because the elements were written to; views make theirs anew. */
  public void tangentsWritten(@Nullable Tangents value) {
    tangents = value;
    TANGENT_WRITES.incrementAndGet(this);
  }

  /** How often a write replaced the tangents. */
  long tangentWrites() {
    return tangentWrites;
  }

  /** Stands for a leaf that requires a gradient, with the accumulator of the original. */
  public void standFor(Object accumulator) {
    leafRequiresGrad = true;
    attachment = accumulator;
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
    if (tensor.gradFn() != null) {
      if (!requires) {
        throw new AutogradException(
            "requiresGrad(false) works on leaves only, but this tensor was computed by "
                + tensor.gradFn()
                + "; use detach() for a tensor that stands outside the graph");
      }
      return;
    }
    if (requires && !tensor.dtype().isFloating()) {
      throw new DTypeException(
          "only tensors of a floating dtype can require a gradient, but this one is "
              + tensor.dtype());
    }
    if (requires && tensor.isInference() && !InferenceMode.isOn()) {
      throw new AutogradException(
          "requiresGrad(true): "
              + tensor.describe()
              + " was made in inference mode, and the graph cannot know of it; use copy() for one"
              + " it can");
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
    String message =
        "a gradient has the shape and dtype of its tensor: %s cannot take %s"
            .formatted(tensor.describe(), gradient.describe());
    if (!java.util.Arrays.equals(gradient.array().shape(), tensor.array().shape())) {
      throw new ShapeException(message);
    }
    if (gradient.dtype() != tensor.dtype()) {
      throw new DTypeException(message);
    }
    tensor.autogradOrNew().grad = gradient;
  }
}
