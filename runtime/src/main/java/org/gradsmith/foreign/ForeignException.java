/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import org.gradsmith.tensor.TensorException;

/**
 * A C function or a CUDA kernel that cannot be found, compiled or called as it was declared. The
 * message says what is wrong where, and what would fit.
 */
public final class ForeignException extends TensorException {
  private static final long serialVersionUID = 1L;

  ForeignException(String message) {
    super(message);
  }

  ForeignException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
