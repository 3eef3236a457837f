/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;

/**
 * What the library throws when a computation with tensors cannot be done. Generated code adds the
 * user's lines as the exception passes.
 */
public abstract class TensorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final StringBuilder places = new StringBuilder();
  private int taken;

  protected TensorException(String message) {
    super(message);
  }

  /** Adds where it happened, as {@code LeNet.java:12}; further ones are callers. */
  public final synchronized void at(String place) {
    places.append(places.isEmpty() ? "\n  at " : ", called at ").append(place);
  }

  /**
   * The frames of the stack trace that nobody has taken yet, innermost first.
   *
   * @param below how many frames at the bottom to leave for others
   */
  public final synchronized List<StackTraceElement> takeFrames(int below) {
    List<StackTraceElement> frames = List.of(getStackTrace());
    int end = Math.max(taken, frames.size() - below);
    List<StackTraceElement> next = frames.subList(taken, end);
    taken = end;
    return next;
  }

  @Override
  public final synchronized String getMessage() {
    return super.getMessage() + places;
  }
}
