/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Indexing. */
final class IndexBindings {
  private IndexBindings() {}

  static void bind(Registry r) {}
}
