/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend;

/** A matrix that does not have what an op computes: its inverse, its factors. */
public final class BadMatrixException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why matrix number {@code matrix} of an operand does not do. */
  public BadMatrixException(long matrix, String reason) {
    super("matrix " + matrix + " " + reason);
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
