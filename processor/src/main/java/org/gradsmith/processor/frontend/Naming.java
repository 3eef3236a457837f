/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.SourceVersion;

/**
 * Names the values of one method: as the user named the variable, with a number from the second
 * assignment on; unnamed ones after what they come from. Names are never keywords, never one of the
 * user's other variables, and the same on every run.
 */
public final class Naming {
  private final Set<String> users;
  private final Set<String> taken = new HashSet<>();

  /**
   * Names for a method.
   *
   * @param users the names of its parameters and local variables
   */
  public Naming(Set<String> users) {
    this.users = Set.copyOf(users);
  }

  /** The next value of the user's variable of that name. */
  public String variable(String name) {
    return users.contains(name) && taken.add(name) ? name : unnamed(name);
  }

  /** A value that has no name in the source. */
  public String unnamed(String wanted) {
    Predicate<String> free =
        name -> !users.contains(name) && !SourceVersion.isKeyword(name) && taken.add(name);
    if (free.test(wanted)) {
      return wanted;
    }
    boolean endsWithDigit = Character.isDigit(wanted.charAt(wanted.length() - 1));
    int number = 2;
    while (!free.test(wanted + (endsWithDigit ? "_" : "") + number)) {
      number++;
    }
    return wanted + (endsWithDigit ? "_" : "") + number;
  }
}
