/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/**
 * Operands whose shapes do not fit. The message says what was found and what would fit, without the
 * op's name and without a position: the compiler and the runtime add these.
 */
public class ShapeMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ShapeMismatch(String message) {
    super(message, null, false, false);
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
