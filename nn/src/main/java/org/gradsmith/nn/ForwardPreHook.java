/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import org.jspecify.annotations.Nullable;

/**
 * Runs before a module's forward.
 *
 * @param <I> what the module takes
 */
@FunctionalInterface
public interface ForwardPreHook<I> {
  /** Returns what the module gets instead of its input, or null to leave the input as it is. */
  @Nullable I before(Module module, I input);
}
