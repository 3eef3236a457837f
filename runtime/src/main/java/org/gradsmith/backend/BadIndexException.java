/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend;

/** An element that should be an index, and lies outside what it indexes. */
public final class BadIndexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadIndexException(String message) {
    super(message);
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
