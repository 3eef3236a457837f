/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Arrays;

/**
 * Integers and flags of one call, read from the last to the first by its reverse sweep, as often as
 * it runs.
 */
public final class Ints {
  private int[] elements = new int[16];
  private int size;
  private int next;

  public void push(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
  }

  /** How far it is filled and read. */
  public long mark() {
    return ((long) next << Integer.SIZE) | size;
  }

  /** Forgets what was pushed since a mark. */
  public void reset(long mark) {
    size = (int) mark;
    next = (int) (mark >>> Integer.SIZE);
  }

  /** Forgets all. */
  public void clear() {
    reset(0);
  }

  /**
   * Starts reading at the end.
   *
   * @param last whether nobody will read again
   */
  public void rewind(boolean last) {
    next = size;
  }

  /** The element before the one that was read last. */
  public int pop() {
    return elements[--next];
  }
}
