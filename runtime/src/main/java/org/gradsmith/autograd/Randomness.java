/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/** What a random draw within a vmap does. */
public enum Randomness {
  /** It is refused, since a loop over the examples would draw other numbers. */
  ERROR,
  /** Every example gets numbers of its own. */
  DIFFERENT,
  /** All examples get the same numbers. */
  SAME
}
