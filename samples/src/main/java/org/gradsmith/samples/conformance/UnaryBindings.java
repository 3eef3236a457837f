/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** Functions of one tensor, element by element. */
final class UnaryBindings {
  private UnaryBindings() {}

  static void bind(Registry r) {
    r.op("neg", a -> a.tensor(0).neg());
    r.op("exp", a -> a.tensor(0).exp());
    r.op("log", a -> a.tensor(0).log());
    r.op("sqrt", a -> a.tensor(0).sqrt());
    r.op("tanh", a -> a.tensor(0).tanh());
    r.op("sigmoid", a -> a.tensor(0).sigmoid());
  }
}
