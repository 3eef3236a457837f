/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** An index or dimension outside its range. */
public final class IndexException extends TensorException {
  private static final long serialVersionUID = 1L;

  public IndexException(String message) {
    super(message);
  }
}
