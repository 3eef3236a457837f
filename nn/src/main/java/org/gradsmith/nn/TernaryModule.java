/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.function.Consumer;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.compiled.CompiledCalls;

/**
 * A module that maps three values to one. Subclasses write {@link #forward}; callers use {@link
 * #call}, which runs hooks and, where {@code forward} is annotated with {@code @Differentiable},
 * the generated code.
 *
 * @param <A> the first input
 * @param <B> the second input
 * @param <C> the third input
 * @param <R> the result
 */
public abstract class TernaryModule<A, B, C, R> extends Module {
  private final Hooks<Inputs<A, B, C>, R> hooks = new Hooks<>();

  /**
   * What hooks see of a call.
   *
   * @param <A> the first input
   * @param <B> the second input
   * @param <C> the third input
   */
  public record Inputs<A, B, C>(A a, B b, C c) {}

  /** The computation, in ordinary Java. Called directly, it runs without hooks. */
  public abstract R forward(A a, B b, C c);

  /** Runs the pre-hooks, the computation and the hooks. */
  public final R call(A a, B b, C c) {
    if (!hooks.any()) {
      return CompiledCalls.callAll(this, () -> forward(a, b, c), a, b, c);
    }
    Inputs<A, B, C> inputs = hooks.runBefore(this, new Inputs<>(a, b, c));
    R output =
        CompiledCalls.callAll(
            this,
            () -> forward(inputs.a(), inputs.b(), inputs.c()),
            inputs.a(),
            inputs.b(),
            inputs.c());
    return hooks.runAfter(this, inputs, output);
  }

  /** Runs the hook before every call; it may replace the inputs. */
  public final HookHandle registerForwardPreHook(ForwardPreHook<Inputs<A, B, C>> hook) {
    return hooks.add(hook);
  }

  /** Runs the hook after every call; it may replace the output. */
  public final HookHandle registerForwardHook(ForwardHook<Inputs<A, B, C>, R> hook) {
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
}
