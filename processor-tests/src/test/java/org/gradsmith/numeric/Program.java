/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import org.gradsmith.compiled.Gradients;
import org.jspecify.annotations.Nullable;

/**
 * A method in its two forms.
 *
 * @param compiled the derivatives that were generated for it
 * @param plain the method itself, as javac compiled it
 */
record Program(Gradients compiled, Plain plain) {
  /** A method, given its arguments boxed. */
  @FunctionalInterface
  interface Plain {
    @Nullable Object call(@Nullable Object... arguments);
  }
}
