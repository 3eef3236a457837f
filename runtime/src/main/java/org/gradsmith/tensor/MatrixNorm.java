/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** Norms of matrices that have a name instead of an order. */
public enum MatrixNorm {
  /** The root of the sum of all squares. */
  FROBENIUS,
  /** The sum of the singular values. */
  NUCLEAR
}
