/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

/** A function of one number, as steps. */
@FunctionalInterface
interface LaneFunction {
  /** Adds the steps of the function and returns its value. */
  Lanes.Value apply(Lanes lanes, Lanes.Value x);
}
