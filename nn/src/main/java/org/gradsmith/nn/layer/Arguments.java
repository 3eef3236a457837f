/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

/** Checks of what layers are constructed with. */
final class Arguments {
  private Arguments() {}

  static void atLeast(int least, String layer, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %s must be at least %s, not %s".formatted(layer, name, least, value));
    }
  }
}
