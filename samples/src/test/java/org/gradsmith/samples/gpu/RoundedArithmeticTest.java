/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RoundedArithmeticTest {
  private static final Scalar X = Scalar.operand(0);
  private static final Scalar Y = Scalar.operand(1);
  private static final RoundedArithmetic SINGLE = new RoundedArithmetic(DType.FLOAT32);
  private static final RoundedArithmetic DOUBLE = new RoundedArithmetic(DType.FLOAT64);

  private static Range single(BinaryFunction function, double x, double y) {
    return SINGLE.apply(Scalar.binary(function, X, Y), List.of(Range.exactly(x), Range.exactly(y)));
  }

  private static Range unary(UnaryFunction function, Range x) {
    return SINGLE.apply(Scalar.unary(function, X), List.of(x));
  }

  @Test
  void arithmeticIsKnownToTheBit() {
    assertEquals(Range.exactly(0.1f + 0.2f), single(BinaryFunction.ADD, 0.1f, 0.2f));
    assertEquals(Range.exactly(1f / 3f), single(BinaryFunction.DIV, 1, 3));
    assertEquals(
        Range.exactly(Float.POSITIVE_INFINITY),
        single(BinaryFunction.MUL, Float.MAX_VALUE, Float.MAX_VALUE));
    assertTrue(single(BinaryFunction.MUL, -1, 0).holds(-0.0));
    assertFalse(single(BinaryFunction.MUL, -1, 0).holds(0.0));
    assertEquals(
        Range.NOT_A_NUMBER,
        single(BinaryFunction.SUB, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertEquals(Range.exactly((float) Math.sqrt(2)), unary(UnaryFunction.SQRT, Range.exactly(2)));
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DIGAMMA"})
  void functionsMayMissTheLastDigitsButNoMore(UnaryFunction function) {
    double x = function == UnaryFunction.ACOSH ? 1.7 : 0.7;
    double value = LibraryFunctions.of(function).applyAsDouble(x);
    Range range = DOUBLE.apply(Scalar.unary(function, X), List.of(Range.exactly(x)));
    assertTrue(range.holds(value), range::toString);
    assertFalse(range.holds(value * (1 + 1e-12) + 1e-12), range::toString);
    assertFalse(range.holds(Double.NaN), range::toString);
  }

  @Test
  void aRoundingThatDecidesMakesAnythingRight() {
    Range near = Range.between(0.999, 1.001);
    assertEquals(Range.between(0, 1), unary(UnaryFunction.FLOOR, near));
    assertEquals(Range.ANYTHING, unary(UnaryFunction.LOG, Range.between(-0.001, 0.001)));
    List<Range> arguments = List.of(near, Range.exactly(1), Range.exactly(-5), Range.exactly(5));
    assertEquals(Range.between(-5, 5), SINGLE.apply(Scalar.ifLess(X, Y, X, Y), arguments));
    assertEquals(
        Range.exactly(5),
        SINGLE.apply(
            Scalar.ifLess(X, Y, X, Y),
            List.of(Range.NOT_A_NUMBER, near, Range.exactly(-5), Range.exactly(5))));
  }

  @Test
  void rangesGrowWithTheErrorsOfTheirArguments() {
    Range exponential = unary(UnaryFunction.EXP, Range.exactly(1));
    Range difference =
        SINGLE.apply(Scalar.sub(X, Y), List.of(exponential, Range.exactly((float) Math.E)));
    assertTrue(difference.holds(0) && difference.width() < 1e-5, difference::toString);
  }
}
