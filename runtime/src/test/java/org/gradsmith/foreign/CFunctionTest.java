/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import static org.gradsmith.foreign.MathFunctionsTest.message;
import static org.gradsmith.foreign.MathFunctionsTest.numbers;
import static org.gradsmith.foreign.Parameter.elements;
import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.result;
import static org.gradsmith.foreign.Parameter.size;
import static org.gradsmith.foreign.ScalarType.DOUBLE;
import static org.gradsmith.foreign.ScalarType.LONG;
import static org.gradsmith.foreign.ShapeRule.likeInput;
import static org.gradsmith.ir.DType.FLOAT32;
import static org.gradsmith.ir.DType.INT8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is declared of a function that takes addresses, and what that refuses. */
class CFunctionTest {
  /** void* memcpy(void*, const void*, size_t), which counts in bytes. */
  private static final ForeignOp MEMCPY =
      CFunction.of("memcpy").op(likeInput(0), result(INT8), input(INT8), elements(LONG));

  /** There is no such function. */
  private static final ForeignOp NOWHERE =
      CFunction.of("no_such_function")
          .op(likeInput(0), input(FLOAT32), result(FLOAT32), size(LONG, 0, 1));

  @Test
  void theCLibraryIsThereWithoutACompiler() {
    Tensor x = Tensor.of(1, 2, 3, 4).to(INT8).reshape(2, 2).transpose(0, 1);
    Tensor y = MEMCPY.call(x);
    assertArrayEquals(new long[] {1, 3, 2, 4}, y.toLongArray());
    assertEquals(INT8, y.dtype());
  }

  @Test
  void withoutElementsNothingIsCalled() {
    assertArrayEquals(new long[] {0, 3}, NOWHERE.call(Tensor.ones(0, 3)).shape());
    assertEquals(
        "the C library has no function 'no_such_function'; names are those of C, as 'nm -D' lists them",
        message(ForeignException.class, () -> NOWHERE.call(Tensor.ones(1, 3))));
  }

  @Test
  void aLibraryThatIsNotThereIsNamed() {
    ForeignOp op =
        CFunction.in("libnothing.so.7", "f").op(likeInput(0), input(FLOAT32), result(FLOAT32));
    String message = message(ForeignException.class, () -> op.call(Tensor.ones(1)));
    assertTrue(
        message.startsWith("'f': the library 'libnothing.so.7' cannot be loaded (")
            && message.endsWith("; give its path, or a name that the system's loader finds"),
        message);
  }

  @Test
  void otherTensorsThanDeclaredAreRefused() {
    String signature = "no_such_function(float32, result, long size) -> float32";
    assertEquals(
        signature + " takes 1 tensors, but was called with 2",
        message(ForeignException.class, () -> NOWHERE.call(Tensor.ones(1, 1), Tensor.ones(1, 1))));
    assertEquals(
        signature
            + ": input 0 is declared as float32, but got float64 [1]; convert it by to(DType.FLOAT32)",
        message(DTypeException.class, () -> NOWHERE.call(numbers(1.0))));
    assertEquals(
        signature
            + ": the size of dimension 1 of input 0 is a parameter, but its shape is [2]; declare it as input(dtype, rank)",
        message(ShapeException.class, () -> NOWHERE.call(Tensor.ones(2))));
  }

  @Test
  void parametersThatContradictEachOtherAreRefused() {
    CFunction f = CFunction.of("f");
    assertEquals(
        "'f' is declared with 0 parameters for its result; one of them is result(dtype)",
        message(IllegalArgumentException.class, () -> f.op(likeInput(0), input(FLOAT32))));
    assertEquals(
        "'f' is declared with a size of input 1, but with 1 inputs; they are counted from 0 on",
        message(
            IllegalArgumentException.class,
            () -> f.op(likeInput(0), input(FLOAT32), result(FLOAT32), elements(LONG, 1))));
    assertEquals(
        "a count of elements is declared as double; take ScalarType.INT or ScalarType.LONG",
        message(IllegalArgumentException.class, () -> elements(DOUBLE)));
    assertEquals(
        "dimension -1 of a parameter's size; count from the first one, which is 0",
        message(IllegalArgumentException.class, () -> size(LONG, 0, -1)));
  }

  @Test
  void theResultNeedsASizeThatItHas() {
    ForeignOp op =
        CFunction.of("f")
            .op(likeInput(0), input(FLOAT32), result(FLOAT32), Parameter.resultSize(LONG, 2));
    assertEquals(
        "f(float32, result, long size) -> float32: the size of dimension 2 of the result is a parameter, but its shape rule gives [3]",
        message(ShapeException.class, () -> op.call(Tensor.ones(3))));
  }
}
