/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Layers as functions. */
final class LayerBindings {
  private LayerBindings() {}

  static void bind(Registry r) {
    ConvolutionBindings.bind(r);
  }
}
