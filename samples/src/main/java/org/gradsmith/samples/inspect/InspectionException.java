/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

/** There is nothing to show; the message says why. */
public final class InspectionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InspectionException(String message) {
    super(message);
  }
}
