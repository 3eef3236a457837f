/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.util.Map;

/** Prints a module as PyTorch does: {@code Name(}, a line per child, {@code )}. */
final class ModuleText {
  private static final String INDENT = "  ";

  private ModuleText() {}

  static String of(Module module) {
    Map<String, Module> children = module.namedChildren();
    StringBuilder text = new StringBuilder(typeName(module)).append('(').append(module.describe());
    if (children.isEmpty()) {
      return text.append(')').toString();
    }
    children.forEach((name, child) -> {
      String indented = child.toString().replace("\n", "\n" + INDENT);
      text.append('\n').append(INDENT).append('(').append(name).append("): ").append(indented);
    });
    return text.append("\n)").toString();
  }

  /** The simple name; of an anonymous class, that of the class it extends. */
  static String typeName(Module module) {
    Class<?> type = module.getClass();
    while (type.isAnonymousClass()) {
      type = type.getSuperclass();
    }
    return type.getSimpleName();
  }
}
