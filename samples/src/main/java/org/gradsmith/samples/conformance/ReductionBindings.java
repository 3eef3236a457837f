/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Reductions and scans. */
final class ReductionBindings {
  private ReductionBindings() {}

  static void bind(Registry r) {}
}
