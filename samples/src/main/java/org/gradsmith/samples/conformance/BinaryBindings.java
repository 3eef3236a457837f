/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Functions of two or three tensors, element by element. */
final class BinaryBindings {
  private BinaryBindings() {}

  static void bind(Registry r) {
    r.op("mul", a -> a.tensor(0).mul(a.tensor(1)));
  }
}
