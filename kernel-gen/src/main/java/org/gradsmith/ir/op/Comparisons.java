/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.ifEqual;
import static org.gradsmith.ir.scalar.Scalar.ifLess;
import static org.gradsmith.ir.scalar.Scalar.operand;

import java.util.List;

/** Conditions on elements. A comparison with NaN does not hold, but for "not equal". */
public final class Comparisons {
  /** x = y. */
  public static final Op EQ =
      PointwiseRows.compare("eq", ifEqual(operand(0), operand(1), constant(1), constant(0)));

  /** x ≠ y; NaN differs from everything. */
  public static final Op NE =
      PointwiseRows.compare("ne", ifEqual(operand(0), operand(1), constant(0), constant(1)));

  /** x < y. */
  public static final Op LT =
      PointwiseRows.compare("lt", ifLess(operand(0), operand(1), constant(1), constant(0)));

  /** x > y. */
  public static final Op GT =
      PointwiseRows.compare("gt", ifLess(operand(1), operand(0), constant(1), constant(0)));

  /** x ≤ y. */
  public static final Op LE =
      PointwiseRows.compare(
          "le",
          ifLess(
              operand(0),
              operand(1),
              constant(1),
              ifEqual(operand(0), operand(1), constant(1), constant(0))));

  /** x ≥ y. */
  public static final Op GE =
      PointwiseRows.compare(
          "ge",
          ifLess(
              operand(1),
              operand(0),
              constant(1),
              ifEqual(operand(0), operand(1), constant(1), constant(0))));

  /** Whether x is no number. */
  public static final Op IS_NAN =
      PointwiseRows.test("isnan", ifEqual(operand(0), operand(0), constant(0), constant(1)));

  /** Whether x is infinite. */
  public static final Op IS_INF =
      PointwiseRows.test(
          "isinf",
          ifEqual(
              operand(0),
              constant(Double.POSITIVE_INFINITY),
              constant(1),
              ifEqual(operand(0), constant(Double.NEGATIVE_INFINITY), constant(1), constant(0))));

  /** Whether x is neither infinite nor NaN. */
  public static final Op IS_FINITE =
      PointwiseRows.test(
          "isfinite",
          ifLess(
              constant(Double.NEGATIVE_INFINITY),
              operand(0),
              ifLess(operand(0), constant(Double.POSITIVE_INFINITY), constant(1), constant(0)),
              constant(0)));

  /** Whether x is 0. */
  public static final Op LOGICAL_NOT =
      PointwiseRows.test("logicalNot", ifEqual(operand(0), constant(0), constant(1), constant(0)));

  /** Whether both are not 0. */
  public static final Op LOGICAL_AND =
      PointwiseRows.compare(
          "logicalAnd",
          ifEqual(
              operand(0),
              constant(0),
              constant(0),
              ifEqual(operand(1), constant(0), constant(0), constant(1))));

  /** Whether one of the two is not 0. */
  public static final Op LOGICAL_OR =
      PointwiseRows.compare(
          "logicalOr",
          ifEqual(
              operand(0),
              constant(0),
              ifEqual(operand(1), constant(0), constant(0), constant(1)),
              constant(1)));

  /** Whether exactly one of the two is not 0. */
  public static final Op LOGICAL_XOR =
      PointwiseRows.compare(
          "logicalXor",
          ifEqual(
              operand(0),
              constant(0),
              ifEqual(operand(1), constant(0), constant(0), constant(1)),
              ifEqual(operand(1), constant(0), constant(1), constant(0))));

  private Comparisons() {}

  static List<Op> all() {
    return List.of(
        EQ,
        NE,
        LT,
        GT,
        LE,
        GE,
        IS_NAN,
        IS_INF,
        IS_FINITE,
        LOGICAL_NOT,
        LOGICAL_AND,
        LOGICAL_OR,
        LOGICAL_XOR);
  }
}
