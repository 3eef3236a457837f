/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

/** The text of kernel plans is not what {@link KernelPlans#read} understands. */
public final class KernelFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int line;

  KernelFormatException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  KernelFormatException(int line, IllegalArgumentException cause) {
    super("line " + line + ": " + cause.getMessage(), cause);
    this.line = line;
  }

  /** The line at fault, from 1. */
  public int line() {
    return line;
  }
}
