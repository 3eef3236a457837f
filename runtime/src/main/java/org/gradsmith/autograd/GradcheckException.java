/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/** Gradients by the tape and by differences do not agree. */
public final class GradcheckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GradcheckException(String message) {
    super(message);
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
