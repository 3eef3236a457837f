/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.tensor.TensorException;

/**
 * A gradient that cannot be computed, or not any more. The message says why and what would help.
 */
public final class AutogradException extends TensorException {
  private static final long serialVersionUID = 1L;

  public AutogradException(String message) {
    super(message);
  }
}
