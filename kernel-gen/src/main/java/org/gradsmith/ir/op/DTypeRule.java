/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/** The dtype of a result. */
public enum DTypeRule {
  /** The promotion of all operands. */
  PROMOTE,
  /** The promotion of all operands; integers become the default floating dtype. */
  PROMOTE_FLOAT,
  /** That of operand 0. */
  FIRST,
  /** int32: hidden indices. */
  INT32,
  /** int64: indices the user sees. */
  INT64
}
