/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Products and linear algebra. */
final class MatmulBindings {
  private MatmulBindings() {}

  static void bind(Registry r) {}
}
