/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Views and data movement. */
final class ShapeBindings {
  private ShapeBindings() {}

  static void bind(Registry r) {}
}
