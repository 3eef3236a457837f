/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.Set;
import javax.lang.model.element.Element;
import org.gradsmith.processor.frontend.MethodSource;

/** What belongs to Gradsmith's own API. */
final class Library {
  private static final Set<String> PACKAGES =
      Set.of(
          "org.gradsmith.tensor",
          "org.gradsmith.autograd",
          "org.gradsmith.foreign",
          "org.gradsmith.memory",
          "org.gradsmith.backend",
          "org.gradsmith.compiled",
          "org.gradsmith.nn");

  private Library() {}

  /** Whether a class or member is declared in the library. */
  static boolean declares(Element element, MethodSource source) {
    String name = source.shadow().elements().getPackageOf(element).getQualifiedName().toString();
    return PACKAGES.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
  }
}
