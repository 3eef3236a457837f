/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.function.Consumer;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.compiled.CompiledCalls;

/**
 * A module that maps two values to one. Subclasses write {@link #forward}; callers use {@link
 * #call}, which runs hooks and, where {@code forward} is annotated with {@code @Differentiable},
 * the generated code.
 *
 * @param <A> the first input
 * @param <B> the second input
 * @param <R> the result
 */
public abstract class BinaryModule<A, B, R> extends Module {
  private final Hooks<Inputs<A, B>, R> hooks = new Hooks<>();

  /**
   * What hooks see of a call.
   *
   * @param <A> the first input
   * @param <B> the second input
   */
  public record Inputs<A, B>(A a, B b) {}

  /** The computation, in ordinary Java. Called directly, it runs without hooks. */
  public abstract R forward(A a, B b);

  /** Runs the pre-hooks, the computation and the hooks. */
  public final R call(A a, B b) {
    if (!hooks.any()) {
      return CompiledCalls.callAll(this, () -> forward(a, b), a, b);
    }
    Inputs<A, B> inputs = hooks.runBefore(this, new Inputs<>(a, b));
    R output =
        CompiledCalls.callAll(this, () -> forward(inputs.a(), inputs.b()), inputs.a(), inputs.b());
    return hooks.runAfter(this, inputs, output);
  }

  /** Runs the hook before every call; it may replace the inputs. */
  public final HookHandle registerForwardPreHook(ForwardPreHook<Inputs<A, B>> hook) {
    return hooks.add(hook);
  }

  /** Runs the hook after every call; it may replace the output. */
  public final HookHandle registerForwardHook(ForwardHook<Inputs<A, B>, R> hook) {
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
