/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gradsmith.autograd.HookHandle;
import org.jspecify.annotations.Nullable;

/** The hooks of one module, run in the order in which they were registered. */
final class Hooks<I, O> {
  private final List<Registration<ForwardPreHook<I>>> before = new CopyOnWriteArrayList<>();
  private final List<Registration<ForwardHook<I, O>>> after = new CopyOnWriteArrayList<>();
  private volatile int count;

  /** One per registration, compared by identity: the same hook may be registered twice. */
  private static final class Registration<H> {
    final H hook;

    Registration(H hook) {
      this.hook = hook;
    }
  }

  /** Whether there is any: one read of a counter, because every compiled call asks. */
  boolean any() {
    return count != 0;
  }

  HookHandle add(ForwardPreHook<I> hook) {
    return register(before, new Registration<>(hook));
  }

  HookHandle add(ForwardHook<I, O> hook) {
    return register(after, new Registration<>(hook));
  }

  I runBefore(Module module, I input) {
    I current = input;
    for (Registration<ForwardPreHook<I>> registration : before) {
      @Nullable I replaced = registration.hook.before(module, current);
      if (replaced != null) {
        current = replaced;
      }
    }
    return current;
  }

  O runAfter(Module module, I input, O output) {
    O current = output;
    for (Registration<ForwardHook<I, O>> registration : after) {
      @Nullable O replaced = registration.hook.after(module, input, current);
      if (replaced != null) {
        current = replaced;
      }
    }
    return current;
  }

  private synchronized <H> HookHandle register(
      List<Registration<H>> hooks, Registration<H> registration) {
    hooks.add(registration);
    recount();
    return () -> remove(hooks, registration);
  }

  private synchronized <H> void remove(List<Registration<H>> hooks, Registration<H> registration) {
    hooks.remove(registration);
    recount();
  }

  private void recount() {
    count = before.size() + after.size();
  }
}
