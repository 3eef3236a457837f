/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names a kernel and its parameters can have: such as fit all targets and the text form. */
final class Identifiers {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** Spellings of constants in the text form. */
  private static final Set<String> CONSTANTS = Set.of("NaN", "Infinity");

  private Identifiers() {}

  /** Fails unless a name fits. */
  static void require(String what, String name) {
    if (!IDENTIFIER.matcher(name).matches() || CONSTANTS.contains(name)) {
      throw new IllegalArgumentException(
          "'%s' does not fit as name of the %s: it takes ASCII letters, digits and _, a letter first, and is no constant"
              .formatted(name, what));
    }
  }
}
