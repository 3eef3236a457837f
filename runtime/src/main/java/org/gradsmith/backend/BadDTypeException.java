/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend;

/** Elements of a dtype that a kernel does not compute with. */
public final class BadDTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadDTypeException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
