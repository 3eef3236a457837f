/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

/** The GPU did something that cannot be told as one wrong element. */
final class VerificationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerificationFailure(String message) {
    super(message);
  }
}
