/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.function.Consumer;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.compiled.CompiledCalls;
import org.gradsmith.compiled.UnaryCall;
import org.gradsmith.tensor.Tensor;

/**
 * A module that maps a tensor to a tensor. Subclasses write {@link #forward}; callers use {@link
 * #call}, which runs hooks and, where {@code forward} is annotated with {@code @Differentiable},
 * the generated code.
 */
public abstract class UnaryModule extends Module implements UnaryCall {
  private final Hooks<Tensor, Tensor> hooks = new Hooks<>();

  /** The computation, in ordinary Java. Called directly, it runs eagerly and without hooks. */
  public abstract Tensor forward(Tensor x);

  /** Runs the pre-hooks, the computation and the hooks. */
  @Override
  public final Tensor call(Tensor x) {
    if (!hooks.any()) {
      return CompiledCalls.call(this, this::forward, x);
    }
    Tensor input = hooks.runBefore(this, x);
    Tensor output = CompiledCalls.call(this, this::forward, input);
    return hooks.runAfter(this, input, output);
  }

  /** Runs the hook before every call; it may replace the input. */
  public final HookHandle registerForwardPreHook(ForwardPreHook<Tensor> hook) {
    return hooks.add(hook);
  }

  /** Runs the hook after every call; it may replace the output. */
  public final HookHandle registerForwardHook(ForwardHook<Tensor, Tensor> hook) {
    return hooks.add(hook);
  }

  @Override
  public final boolean hasHooks() {
    return hooks.any();
  }

  @Override
  final HookHandle observe(Consumer<Object> observer) {
    return hooks.add((_, _, output) -> {
      observer.accept(output);
      return null;
    });
  }

  /**
   * A table of the modules that an input of this shape (batch included) runs through: names, types,
   * output shapes, numbers of parameters. The input is zeros; hooks run; parameters, buffers,
   * training and the random numbers drawn later stay as they are.
   */
  public final String summary(long... inputShape) {
    return ModuleSummary.of(this, inputShape);
  }
}
