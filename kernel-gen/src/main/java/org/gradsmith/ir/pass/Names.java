/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import java.util.HashSet;
import java.util.Set;

/** Hands out names that are unique in a method, Java identifiers, and the same on every run. */
public final class Names {
  private final Set<String> taken = new HashSet<>();

  /** Marks a name as used. */
  public void take(String name) {
    taken.add(name);
  }

  /** The wanted name, or the first of {@code wanted2, wanted3, ...} that is free. */
  public String fresh(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  /**
   * Two words as one camel-case name: {@code conv1} and {@code weight} give {@code conv1Weight}.
   */
  public static String join(String first, String second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first + second;
    }
    return first + Character.toUpperCase(second.charAt(0)) + second.substring(1);
  }

  /** A name without the number that made it unique: {@code relu3} gives {@code relu}. */
  public static String stem(String name) {
    int end = name.length();
    while (end > 1 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }
}
