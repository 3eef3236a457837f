/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.memory.ReleasedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What users read when something does not fit. */
class ErrorsTest {
  @Test
  void shapesThatDoNotFitAreNamedWithTheOp() {
    Tensor x = Tensor.zeros(2, 3);
    assertMessage(
        ShapeException.class,
        "add of x (2, 3), y (2, 4): shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 at"
            + " dimension -1 are different and neither is 1",
        () -> x.add(Tensor.zeros(2, 4)));
    assertMessage(
        ShapeException.class,
        "linear of x (2, 3), weight (5, 4): input (2, 3) has 3 features, but the weight (5, 4)"
            + " takes 4",
        () -> x.linear(Tensor.zeros(5, 4)));
    assertMessage(
        ShapeException.class,
        "conv2d of x (1, 2, 5, 5), weight (3, 1, 3, 3): input (1, 2, 5, 5) has 2 channels, but the"
            + " weight (3, 1, 3, 3) takes 1",
        () -> Tensor.zeros(1, 2, 5, 5).conv2d(Tensor.zeros(3, 1, 3, 3)));
    assertMessage(
        ShapeException.class,
        "view of x (2, 3): (2, 3) has 6 elements, which do not fit (4, -1) (not a multiple of 4)",
        () -> x.view(4, -1));
    assertMessage(
        ShapeException.class,
        "addBias of x (2, 3), bias (2): bias has 2 elements, but dimension 1 of (2, 3) has size 3",
        () -> x.addBias(Tensor.zeros(2)));
  }

  @Test
  void targetsOutOfRangeAreNamedWithTheirPlace() {
    Tensor x = Tensor.zeros(2, 3);
    assertMessage(
        IndexException.class,
        "nllLoss: target 3 at place 1 is no class; the input has classes 0 to 2",
        () -> x.nllLoss(Tensor.of(0L, 3L)));
    assertMessage(
        IndexException.class,
        "nllLoss: target -1 at place 0 is no class; the input has classes 0 to 2",
        () -> x.nllLoss(Tensor.of(-1L, 3L)));
  }

  @Test
  void numbersWithoutAResultAreOneKindOfMistake() {
    Tensor zero = Tensor.of(0L);
    String byZero = " of x (1), y (1): an integer was divided by zero";
    assertMessage(
        NumericException.class, "floorDivide" + byZero, () -> Tensor.of(5L).floorDivide(zero));
    assertMessage(
        NumericException.class, "remainder" + byZero, () -> Tensor.of(5L).remainder(zero));
    assertMessage(
        NumericException.class,
        "itemLong: NaN is no integer",
        () -> Tensor.scalar(Float.NaN).itemLong());
  }

  @Test
  void integersToNegativePowers() {
    Tensor x = Tensor.of(1L, -1L, -1L, 2L, 0L);
    Tensor powers = Tensor.of(-1L, -1L, -2L, -1L, -1L);
    assertArrayEquals(new long[] {1, -1, 1, 0, 0}, x.pow(powers).toLongArray());
    assertMessage(
        DTypeException.class, "pow: integers to the power of -1 are no integers", () -> x.pow(-1));
  }

  @Test
  void dimensionsOutsideAreIndexErrorsEverywhere() {
    Tensor x = Tensor.zeros(4);
    assertMessage(IndexException.class, "sumDim of x (4): dimension 1 is out", () -> x.sum(1));
    assertMessage(IndexException.class, "unsqueeze of x (4): dimension 2", () -> x.unsqueeze(2));
    assertMessage(IndexException.class, "cat of tensors (4)", () -> Tensor.cat(List.of(x), -2));
    assertMessage(IndexException.class, "select: dimension 1 is out", () -> x.select(1, 0));
  }

  @Test
  void masksAndIndicesOfOtherDtypesAreRefused() {
    Tensor x = Tensor.of(1L, 2L);
    Tensor ones = Tensor.of(1L, 0L).to(DType.UINT8);
    assertMessage(
        DTypeException.class,
        "maskedFill: a condition has dtype bool",
        () -> x.maskedFill(ones, 1));
    assertMessage(
        DTypeException.class,
        "maskedSelect: a condition has dtype bool",
        () -> x.maskedSelect(ones));
    assertMessage(
        DTypeException.class,
        "gather of x (2), index (1): takes integers as indices, but was given float32",
        () -> x.gather(0, Tensor.of(0f)));
    assertMessage(
        DTypeException.class,
        "scatterAdd: the source has dtype float32, but the tensor has int64",
        () -> x.scatterAdd(0, Tensor.of(0L), Tensor.of(0f)));
  }

  @Test
  void conditionsAreTruthValues() {
    Tensor x = Tensor.of(1L, 2L);
    assertMessage(
        DTypeException.class,
        "where: a condition has dtype bool, but this one is Tensor int64 [2]",
        () -> Tensor.where(x, x, x));
  }

  @Test
  void dimensionsNamedTwiceAndNegativeNumbers() {
    Tensor x = Tensor.zeros(2, 2);
    assertMessage(ShapeException.class, "flip: dimension -1 is named twice", () -> x.flip(1, -1));
    assertMessage(ShapeException.class, "rot90: dimension 0 is named", () -> x.rot90(1, 0, 0));
    assertMessage(ShapeException.class, "diagEmbed: dimension 0", () -> x.diagEmbed(0, 0, 0));
    assertMessage(
        ShapeException.class, "diag: takes a vector or a matrix", () -> x.view(1, 2, 2).diag(0));
    assertMessage(ShapeException.class, "unflatten: one size", () -> x.unflatten(0, -1, -1));
    assertMessage(
        ShapeException.class,
        "repeatInterleave: a number of repeats is negative",
        () -> x.repeatInterleave(-1, 0));
    assertMessage(
        ShapeException.class,
        "repeatInterleave: takes one number for each of the 2 places",
        () -> x.repeatInterleave(Tensor.of(1L, 1L, 1L), 0));
    assertMessage(
        ShapeException.class,
        "maskedScatter: the mask holds in 4 places, but the source has 1",
        () -> x.maskedScatter(x.eq(0), Tensor.of(1f)));
    assertArrayEquals(new float[] {0, 0, 7, 7}, x.indexFill(0, Tensor.of(-1L), 7).toFloatArray());
  }

  @Test
  void askingForNothingIsRefusedWithTheNameOfTheMethod() {
    Tensor x = Tensor.zeros(4);
    assertMessage(ShapeException.class, "chunk: makes at least one part", () -> x.chunk(0, 0));
    assertMessage(ShapeException.class, "tensorSplit: makes", () -> x.tensorSplit(0, 0));
    assertMessage(ShapeException.class, "cat: joins at least one", () -> Tensor.cat(List.of(), 0));
    assertMessage(ShapeException.class, "toBoolean reads a tensor of one", x::toBoolean);
    assertMessage(
        ShapeException.class,
        "shape (1099511627776, 1099511627776) has more elements",
        () -> Tensor.zeros(1L << 40, 1L << 40));
  }

  @Test
  void aFractionMakesAnIntegerTensorFloat() {
    Tensor half = Tensor.of(1L).mul(0.5);
    assertEquals(DType.FLOAT32, half.dtype());
    assertEquals(0.5, half.item());
    assertEquals(4, Tensor.of(2L).mul(2).itemLong());
  }

  @Test
  void halfTypesAreComputedInFloat32AndRoundedOnce() {
    Tensor x = Tensor.of(1f, -2f).to(DType.FLOAT16);
    Tensor y = x.mul(1.0 / 3).add(x);
    assertEquals(DType.FLOAT16, y.dtype());
    float third = Float.float16ToFloat(Float.floatToFloat16(1f / 3));
    float expected = Float.float16ToFloat(Float.floatToFloat16(third + 1));
    assertEquals(expected, y.toFloatArray()[0]);
  }

  @Test
  void aReleasedTensorSaysSo() {
    Tensor x = Tensor.zeros(2);
    Tensor view = x.view(2, 1);
    Primitives.release(x);
    assertMessage(
        ReleasedException.class,
        "relu: the memory of operand 'x' was released before",
        () -> view.relu());
    assertMessage(
        ReleasedException.class, "this tensor's memory was released before", view::toFloatArray);
    assertMessage(
        ReleasedException.class,
        "this tensor's memory was released before",
        () -> x.fillInPlace(1));
    assertEquals("tensor(released, dtype=float32, shape=(2))", x.toString());
    Primitives.release(x); // once more does nothing
  }

  @Test
  void callsThatTheTableDoesNotKnowAreRefused() {
    @Nullable Tensor[] one = {Tensor.zeros(2)};
    assertMessage(
        IllegalArgumentException.class,
        "add takes 2 operands and 0 attributes, but got 1 and 0",
        () -> Primitives.run(Pointwise.ADD, one));
    @Nullable Tensor[] none = {Tensor.zeros(2), null};
    assertMessage(
        NullPointerException.class,
        "add: operand 'y' is null",
        () -> Primitives.run(Pointwise.ADD, none));
  }

  @Test
  void cotangentsOfAnotherShapeAreRefused() {
    Tensor g = Tensor.zeros(2, 3, 4, 4);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Primitives.conv2dGradInput(g, Tensor.zeros(3, 1, 3, 3), new long[] {2, 1, 5, 5}, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Primitives.conv2dGradWeight(
                g, Tensor.zeros(2, 1, 7, 7), new long[] {3, 1, 3, 3}, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Primitives.linearGradWeight(Tensor.zeros(2, 3), Tensor.zeros(4, 3)));
  }

  private static void assertMessage(
      Class<? extends Exception> type, String message, Executable call) {
    Exception e = assertThrows(type, call);
    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
  }
}
