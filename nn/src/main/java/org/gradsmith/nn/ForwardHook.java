/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import org.jspecify.annotations.Nullable;

/**
 * Runs after a module's forward.
 *
 * @param <I> what the module takes
 * @param <O> what the module gives
 */
@FunctionalInterface
public interface ForwardHook<I, O> {
  /** Returns what the caller gets instead of the output, or null to leave the output as it is. */
  @Nullable O after(Module module, I input, O output);
}
