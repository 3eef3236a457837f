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

  /** Removal is by identity: the same function may be registered twice. */
  @SuppressWarnings("ReferenceEquality")
  HookHandle add(int output, Function<Tensor, @Nullable Tensor> function) {
    Hook hook = new Hook(output, function);
    hooks.add(hook);
    return () -> hooks.remove(hook);
  }

  boolean isEmpty() {
    return hooks.isEmpty();
  }

  /** The gradient of a result after all hooks on it have seen it. */
  Tensor apply(int output, Tensor gradient) {
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
