/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Arrays;

/**
 * Numbers of one call, read from the last to the first by its reverse sweep, as often as it runs.
 */
public final class Doubles {
  private double[] elements = new double[16];
  private int size;
  private int next;

  public void push(double element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
  }

  /** Starts reading at the end. */
  public void rewind() {
    next = size;
  }

  /** The element before the one that was read last. */
  public double pop() {
    return elements[--next];
  }
}
