/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** A write in place that would spoil a gradient. */
public final class InPlaceException extends TensorException {
  private static final long serialVersionUID = 1L;

  public InPlaceException(String message) {
    super(message);
  }
}
