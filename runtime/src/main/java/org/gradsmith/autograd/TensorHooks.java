/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The hooks on the results of one node, in the order in which they were registered. */
final class TensorHooks {
  /** One registration; a function registered twice is two. */
  private static final class Hook {
    private final int output;
    private final Function<Tensor, @Nullable Tensor> function;

    Hook(int output, Function<Tensor, @Nullable Tensor> function) {
      this.output = output;
      this.function = function;
    }
  }

  private final List<Hook> hooks = new CopyOnWriteArrayList<>();
  private final List<Hook> lastHooks = new CopyOnWriteArrayList<>();

  HookHandle add(int output, Function<Tensor, @Nullable Tensor> function) {
    return add(hooks, new Hook(output, function));
  }

  /** A hook that is called behind all those that {@link #add} registers, then or later. */
  HookHandle addLast(int output, Function<Tensor, @Nullable Tensor> function) {
    return add(lastHooks, new Hook(output, function));
  }

  private static HookHandle add(List<Hook> to, Hook hook) {
    to.add(hook);
    return () -> to.remove(hook);
  }

  boolean isEmpty() {
    return hooks.isEmpty() && lastHooks.isEmpty();
  }

  /** The gradient of a result after all hooks on it have seen it. */
  Tensor apply(int output, Tensor gradient) {
    return apply(lastHooks, output, apply(hooks, output, gradient));
  }

  private static Tensor apply(List<Hook> hooks, int output, Tensor gradient) {
    Tensor current = gradient;
    for (Hook hook : hooks) {
      if (hook.output == output) {
        Tensor replaced = hook.function.apply(current);
        if (replaced != null) {
          current = GradientCheck.like(replaced, current, "a hook returned");
        }
      }
    }
    return current;
  }
}
