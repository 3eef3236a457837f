/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.jspecify.annotations.Nullable;

/** Generated code is not there, does not fit, or cannot be used. The message says what to do. */
public final class CompiledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CompiledException(String message) {
    super(message);
  }

  public CompiledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
