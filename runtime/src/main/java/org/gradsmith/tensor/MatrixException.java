/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** A matrix without the inverse or the factors that were asked for. */
public final class MatrixException extends TensorException {
  private static final long serialVersionUID = 1L;

  public MatrixException(String message) {
    super(message);
  }
}
