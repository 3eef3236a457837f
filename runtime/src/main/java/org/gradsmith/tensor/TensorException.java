/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * What the library throws when a computation with tensors cannot be done. Generated code adds the
 * user's lines as the exception passes.
 */
public abstract class TensorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final StringBuilder places = new StringBuilder();

  protected TensorException(String message) {
    super(message);
  }

  /** Adds where it happened, as {@code LeNet.java:12}; further ones are callers. */
  public final synchronized void at(String place) {
    places.append(places.isEmpty() ? "\n  at " : ", called at ").append(place);
  }

  @Override
  public final synchronized String getMessage() {
    return super.getMessage() + places;
  }
}
