/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Sorting. */
final class SortBindings {
  private SortBindings() {}

  static void bind(Registry r) {}
}
