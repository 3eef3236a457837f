/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Numbers for which an op has no result: an integer divided by zero, NaN or an infinity that should
 * become an integer. A matrix without a result is a {@link MatrixException}.
 */
public final class NumericException extends TensorException {
  private static final long serialVersionUID = 1L;

  public NumericException(String message) {
    super(message);
  }
}
