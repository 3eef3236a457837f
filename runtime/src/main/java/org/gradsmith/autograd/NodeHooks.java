/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The functions that see a node's gradients before and after it runs backward. */
final class NodeHooks {
  /** One registration; a function registered twice is two. */
  private static final class Registered<F> {
    private final F function;

    Registered(F function) {
      this.function = function;
    }
  }

  private final List<Registered<NodePreHook>> before = new CopyOnWriteArrayList<>();
  private final List<Registered<NodeHook>> after = new CopyOnWriteArrayList<>();

  HookHandle add(NodePreHook hook) {
    return add(before, hook);
  }

  HookHandle add(NodeHook hook) {
    return add(after, hook);
  }

  private static <F> HookHandle add(List<Registered<F>> hooks, F hook) {
    Registered<F> registered = new Registered<>(hook);
    hooks.add(registered);
    return () -> hooks.remove(registered);
  }

  boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }

  /** Lets the hooks see, and replace, the gradients of the results. */
  void before(Node node, @Nullable Tensor[] gradients) {
    for (Registered<NodePreHook> hook : before) {
      replace(node, gradients, hook.function.apply(view(gradients)));
    }
  }

  /** Lets the hooks see, and replace, the gradients of the operands. */
  void after(Node node, @Nullable Tensor[] results, @Nullable Tensor[] given) {
    for (Registered<NodeHook> hook : after) {
      replace(node, results, hook.function.apply(view(results), view(given)));
    }
  }

  private static List<@Nullable Tensor> view(@Nullable Tensor[] gradients) {
    List<@Nullable Tensor> copy = new ArrayList<>();
    Collections.addAll(copy, gradients);
    return Collections.unmodifiableList(copy);
  }

  private static void replace(
      Node node,
      @Nullable Tensor[] gradients,
      @Nullable List<? extends @Nullable Tensor> replaced) {
    if (replaced == null) {
      return;
    }
    if (replaced.size() != gradients.length) {
      throw new AutogradException(
          "a hook on %s returned %d gradients in place of %d"
              .formatted(node, replaced.size(), gradients.length));
    }
    for (int i = 0; i < gradients.length; i++) {
      Tensor now = replaced.get(i);
      Tensor old = gradients[i];
      gradients[i] =
          now == null || old == null
              ? now
              : GradientCheck.like(now, old, "a hook on %s returned".formatted(node));
    }
  }
}
