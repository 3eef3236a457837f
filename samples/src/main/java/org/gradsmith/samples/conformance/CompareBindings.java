/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Comparisons. */
final class CompareBindings {
  private CompareBindings() {}

  static void bind(Registry r) {}
}
