/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** What a recorded op is called in this library. */
@FunctionalInterface
interface Binding {
  /** Returns a Tensor, a list of them, or a Java number or boolean where PyTorch returns one. */
  Object call(Arguments arguments);
}
