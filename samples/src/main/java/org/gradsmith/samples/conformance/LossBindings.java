/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Losses. */
final class LossBindings {
  private LossBindings() {}

  static void bind(Registry r) {}
}
