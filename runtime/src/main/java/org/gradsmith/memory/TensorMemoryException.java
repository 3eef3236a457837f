/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

/** There is no memory left for another tensor; the message has the numbers. */
public final class TensorMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TensorMemoryException(String message) {
    super(message);
  }
}
