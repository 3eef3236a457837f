/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one call, read from the last to the first by its reverse sweep, as often as it runs.
 */
public final class Objects {
  private final List<@Nullable Object> elements = new ArrayList<>();
  private int next;

  public void push(@Nullable Object element) {
    elements.add(element);
  }

  /** Pushes two or more, the first one first. */
  public void pushAll(@Nullable Object... several) {
    Collections.addAll(elements, several);
  }

  /** How far it is filled and read. */
  public long mark() {
    return ((long) next << Integer.SIZE) | elements.size();
  }

  /** Forgets what was pushed since a mark. */
  public void reset(long mark) {
    elements.subList((int) mark, elements.size()).clear();
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
    next = elements.size();
  }

  /** The element before the one that was read last. */
  public @Nullable Object pop() {
    return elements.get(--next);
  }

  /** The element before the one that was read last, where a cast to its type is none. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // the generated code knows what it pushed
  public <T> T popGeneric() {
    return (T) elements.get(--next);
  }
}
