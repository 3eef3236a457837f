/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** What a quantile is whose rank lies between two elements. */
public enum Interpolation {
  /** On the straight line between the two, as far as the rank says. */
  LINEAR,
  /** The lower one. */
  LOWER,
  /** The higher one. */
  HIGHER,
  /** The mean of the two. */
  MIDPOINT,
  /** The one whose rank is nearer; of two equally near, the one of even rank. */
  NEAREST
}
