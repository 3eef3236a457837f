/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.ifEqual;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;

import java.util.List;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Operand;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;

/** What ops compute of a row that look for an element in it, or count. */
final class ExtremeRows {
  private static final List<Operand> X = List.of(Operand.of(Place.FULL));

  private ExtremeRows() {}

  /**
   * The largest element; the smallest where attribute 0 is 0, which is the largest of the negated
   * ones, negated.
   */
  static RowExpression extreme() {
    Scalar sign = ifEqual(attribute(0), constant(0), constant(-1), constant(1));
    return new RowExpression(
        X,
        List.of(new Reduction("most", Fold.MAX, mul(operand(0), sign))),
        List.of(new Result("y", Target.ROW, mul(operand(1), sign))));
  }

  /**
   * The place of the first element that is the extreme one: of the first NaN, where that is NaN.
   *
   * @param fold MAX or MIN
   */
  static RowExpression place(Fold fold) {
    Scalar x = operand(0);
    Scalar isExtreme = ifEqual(x, operand(1), constant(1), isNaN(x, constant(1)));
    return new RowExpression(
        X,
        List.of(new Reduction("extreme", fold, x), new Reduction("place", Fold.FIRST, isExtreme)),
        List.of(new Result("y", Target.ROW, Stored.INT64, operand(2))));
  }

  /** 1/k at each of the k elements that equal y, else 0; NaN equals NaN. */
  static RowExpression equalShares() {
    Scalar x = operand(0);
    Scalar y = operand(1);
    Scalar equal = ifEqual(x, y, constant(1), isNaN(x, isNaN(y, constant(1))));
    Scalar share = ifEqual(equal, constant(0), constant(0), div(constant(1), operand(2)));
    return new RowExpression(
        List.of(Operand.of(Place.FULL), Operand.of(Place.ROW)),
        List.of(new Reduction("count", Fold.SUM, equal)),
        List.of(new Result("shares", Target.FULL, share)));
  }

  /** Whether no element is 0. */
  static RowExpression all() {
    Scalar noZeros = ifEqual(operand(1), constant(0), constant(1), constant(0));
    return new RowExpression(
        X,
        List.of(
            new Reduction(
                "zeros", Fold.SUM, ifEqual(operand(0), constant(0), constant(1), constant(0)))),
        List.of(new Result("y", Target.ROW, Stored.BOOL, noZeros)));
  }

  /** Whether some element is not 0. */
  static RowExpression any() {
    return nonzeros(Stored.BOOL);
  }

  /** How many elements are not 0. */
  static RowExpression countNonzero() {
    return nonzeros(Stored.INT64);
  }

  private static RowExpression nonzeros(Stored stored) {
    return new RowExpression(
        X,
        List.of(
            new Reduction(
                "nonzeros", Fold.SUM, ifEqual(operand(0), constant(0), constant(0), constant(1)))),
        List.of(new Result("y", Target.ROW, stored, operand(1))));
  }

  /** What there is where x is NaN, elsewhere 0. */
  private static Scalar isNaN(Scalar x, Scalar then) {
    return ifEqual(x, x, constant(0), then);
  }
}
