/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

/** The dtype of a result. */
public enum DTypeRule {
  /** The promotion of all operands. */
  PROMOTE,
  /** The promotion of all operands; refused where that is bool, for which the op means nothing. */
  PROMOTE_UNLESS_BOOL,
  /** The promotion of all operands; refused where one of them is bool. */
  PROMOTE_WITHOUT_BOOL,
  /** The promotion of all operands; integers become the default floating dtype. */
  PROMOTE_FLOAT,
  /** That of operand 0. */
  FIRST,
  /** int32: hidden indices. */
  INT32,
  /** int64: indices the user sees. */
  INT64,
  /** bool: the result of a comparison. The operands are compared in their promoted dtype. */
  BOOL,
  /**
   * The promotion of all operands; bool and integers become int64, so that sums do not overflow.
   */
  PROMOTE_SUM,
  /** That given as the op's attribute of kind DTYPE. */
  GIVEN
}
