/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.binary;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;

import java.util.List;
import org.gradsmith.ir.op.Sample.Input;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;

/** Ops on the bits of integers; those of bool are truths. */
public final class Bitwise {
  /** Bits set in both. */
  public static final Op BITWISE_AND =
      PointwiseRows.bits("bitwiseAnd", binary(BinaryFunction.AND, operand(0), operand(1)));

  /** Bits set in one or both. */
  public static final Op BITWISE_OR =
      PointwiseRows.bits("bitwiseOr", binary(BinaryFunction.OR, operand(0), operand(1)));

  /** Bits set in exactly one. */
  public static final Op BITWISE_XOR =
      PointwiseRows.bits("bitwiseXor", binary(BinaryFunction.XOR, operand(0), operand(1)));

  /** x · 2^y. */
  public static final Op SHIFT_LEFT =
      PointwiseRows.bits(
          "bitwiseLeftShift", binary(BinaryFunction.SHIFTLEFT, operand(0), operand(1)));

  /** x / 2^y, rounded down. */
  public static final Op SHIFT_RIGHT =
      PointwiseRows.bits(
          "bitwiseRightShift", binary(BinaryFunction.SHIFTRIGHT, operand(0), operand(1)));

  /** Every bit turned over; the other truth of a bool. */
  public static final Op BITWISE_NOT =
      Op.named("bitwiseNot")
          .passive("x", "the bits of integers have no derivative")
          .result(DTypeRule.PROMOTE)
          .shape(ShapeRules::sameAsFirst)
          .pointwise(sub(constant(-1), operand(0)))
          .sample(Sample.of(Input.indices(8, 2, 3)))
          .build();

  private Bitwise() {}

  static List<Op> all() {
    return List.of(BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT, BITWISE_NOT);
  }
}
