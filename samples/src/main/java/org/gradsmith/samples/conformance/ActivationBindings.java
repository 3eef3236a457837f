/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Activations. */
final class ActivationBindings {
  private ActivationBindings() {}

  static void bind(Registry r) {}
}
