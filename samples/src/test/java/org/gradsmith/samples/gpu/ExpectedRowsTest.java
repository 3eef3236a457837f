/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.junit.jupiter.api.Test;

final class ExpectedRowsTest {
  private static final Scalar X = Scalar.operand(0);

  /** A row's number of each kind, then the sum over rows. */
  private static final RowPlan PLAN =
      new RowPlan(
          "numbers",
          List.of(RowPlan.Input.of("x", Place.FULL)),
          List.of(
              new Reduction("most", Fold.MAX, X),
              new Reduction("least", Fold.MIN, X),
              new Reduction(
                  "where",
                  Fold.FIRST,
                  Scalar.ifEqual(X, Scalar.operand(1), Scalar.constant(1), Scalar.constant(0))),
              new Reduction("total", Fold.SUM, X),
              new Reduction("average", Fold.MEAN, X)),
          List.of(
              new Result("a", Target.ROW, Scalar.operand(1)),
              new Result("b", Target.ROW, Scalar.operand(2)),
              new Result("c", Target.ROW, Scalar.operand(3)),
              new Result("d", Target.ROW, Scalar.operand(4)),
              new Result("e", Target.ROW, Scalar.operand(5)),
              new Result("f", Target.COLUMN_SUM, X)));

  private static ExpectedRows rows(int rows, double... values) {
    StridedArray x = StridedArray.allocate(DType.FLOAT32, values.length);
    for (int i = 0; i < values.length; i++) {
      KernelCase.set(x, i, values[i]);
    }
    CudaTypes types = new CudaTypes(DType.FLOAT32, false);
    long columns = values.length / rows;
    return new ExpectedRows(new RowCase(PLAN, types, rows, columns, 0, List.of(x), List.of()));
  }

  private static void assertNear(double value, Range range) {
    assertTrue(range.holds(value), range::toString);
    assertFalse(range.holds(value + 1e-4) || range.holds(value - 1e-4), range::toString);
  }

  @Test
  void extremesAndPlacesAreKnownToTheBitAndSumsToTheirRoundings() {
    ExpectedRows expected = rows(1, 1, 3, 0.1, 3, -2);
    assertEquals(Range.exactly(3), expected.of(0)[0]);
    assertEquals(Range.exactly(-2), expected.of(1)[0]);
    assertEquals(Range.exactly(1), expected.of(2)[0]);
    assertNear(5.1, expected.of(3)[0]);
    assertNear(1.02, expected.of(4)[0]);
  }

  @Test
  void rowsAreAddedUpColumnByColumn() {
    Range[] sums = rows(3, 1, 0.5, 2, 0.25, 3, 0.1).of(5);
    assertEquals(2, sums.length);
    assertNear(6, sums[0]);
    assertNear(0.85, sums[1]);
  }

  @Test
  void whatIsNoNumberMakesARowOfThem() {
    ExpectedRows expected = rows(2, 1, Double.NaN, 2, 3);
    for (int output : new int[] {0, 1, 3, 4}) {
      assertEquals(Range.NOT_A_NUMBER, expected.of(output)[0]);
      assertTrue(expected.of(output)[1].isNumber());
    }
    assertEquals(Range.exactly(2), expected.of(2)[0], "no element equals it");
    assertEquals(Range.NOT_A_NUMBER, expected.of(5)[1]);
  }

  @Test
  void ofTwoZerosEitherIsTheLargest() {
    Range most = rows(1, -0.0, 0.0).of(0)[0];
    assertTrue(most.holds(0.0) && most.holds(-0.0), most::toString);
    assertFalse(most.holds(1e-40), most::toString);
  }

  @Test
  void sumsThatMayOverflowOnTheWayAreUndecided() {
    float large = Float.MAX_VALUE;
    assertArrayEquals(new Range[] {Range.ANYTHING}, rows(1, large, large, -large).of(3));
    assertArrayEquals(new Range[] {Range.ANYTHING}, rows(1, Double.POSITIVE_INFINITY, 1).of(3));
  }
}
