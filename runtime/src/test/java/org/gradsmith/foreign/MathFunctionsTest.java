/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.ScalarType.DOUBLE;
import static org.gradsmith.foreign.ScalarType.INT;
import static org.gradsmith.ir.DType.FLOAT32;
import static org.gradsmith.ir.DType.FLOAT64;
import static org.gradsmith.ir.DType.INT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Functional;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Functions of C's mathematical library, which are called for each element. */
class MathFunctionsTest {
  private static final double ULPS = 1e-15;

  private static final ForeignOp ERF =
      CFunction.of("erf")
          .elementwise(FLOAT64, input(FLOAT64))
          .withVjp((given, _, bar) ->
              List.of(given.input(0).square().neg().exp().mul(2 / Math.sqrt(Math.PI)).mul(bar)));

  private static final ForeignOp ATAN2 =
      CFunction.of("atan2")
          .elementwise(FLOAT64, input(FLOAT64), input(FLOAT64))
          .withVjp((given, _, bar) -> {
            Tensor y = given.input(0);
            Tensor x = given.input(1);
            Tensor share = bar.div(x.square().add(y.square()));
            return List.of(x.mul(share), y.neg().mul(share));
          });

  private static final ForeignOp LDEXP =
      CFunction.of("ldexp")
          .elementwise(FLOAT64, input(FLOAT64), input(INT32))
          .withVjp(MathFunctionsTest::ldexpVjp);

  private static List<@Nullable Tensor> ldexpVjp(Operands given, Tensor result, Tensor bar) {
    return Arrays.asList(result.div(given.input(0)).mul(bar), null);
  }

  /** In float64, as C's functions take it. */
  static Tensor numbers(double... values) {
    return Tensor.of(values);
  }

  private static Tensor leaf(double... values) {
    return numbers(values).requiresGrad(true);
  }

  @Test
  void valuesAreThoseOfTheFunction() {
    Tensor x = numbers(-2.0, -0.5, 0.0, 0.25, 3.0);
    assertArrayEquals(x.erf().toDoubleArray(), ERF.call(x).toDoubleArray(), ULPS);
    ForeignOp single = CFunction.of("erff").elementwise(FLOAT32, input(FLOAT32));
    Tensor y = single.call(x.to(FLOAT32));
    assertEquals(FLOAT32, y.dtype());
    assertArrayEquals(x.to(FLOAT32).erf().toFloatArray(), y.toFloatArray(), 1e-6f);
  }

  @Test
  void gradientsOfAllOrdersAreThoseOfTheDerivative() {
    Gradcheck.check(ERF::call, leaf(-0.5, 0.25, 1));
    Gradcheck.checkSecond(ERF::call, leaf(-0.5, 0.25, 1));
    Gradcheck.check(ATAN2::call, leaf(-0.5, 2), leaf(1, -3));
    Gradcheck.checkSecond(ATAN2::call, leaf(-0.5, 2), leaf(1, -3));
  }

  @Test
  void integersTakePartWithoutAGradient() {
    Tensor x = leaf(1.5, -3);
    Tensor y = LDEXP.call(x, Tensor.of(2, 3).to(INT32));
    assertArrayEquals(new double[] {6, -24}, y.toDoubleArray());
    y.sum().backward();
    assertArrayEquals(new double[] {4, 8}, Objects.requireNonNull(x.grad()).toDoubleArray(), ULPS);
    ForeignOp exponent = CFunction.of("ilogb").elementwise(INT32, input(FLOAT64));
    Tensor exponents = exponent.call(x);
    assertArrayEquals(new long[] {0, 1}, exponents.toLongArray());
    assertFalse(exponents.requiresGrad());
  }

  @Test
  void scalarsAreGivenByWith() {
    ForeignOp jn = CFunction.of("jn").elementwise(FLOAT64, scalar(INT), input(FLOAT64));
    ForeignOp pow = CFunction.of("pow").elementwise(FLOAT64, input(FLOAT64), scalar(DOUBLE));
    // Abramowitz and Stegun, table 9.1
    assertEquals(0.5767248078, jn.with(1).call(numbers(2.0)).item(), 1e-10);
    assertEquals(0.3528340286, jn.with(2).call(numbers(2.0)).item(), 1e-10);
    assertEquals(8, pow.with(3).call(numbers(2.0)).item());
    assertEquals("jn(int, float64) -> float64", jn.toString());
    assertEquals(
        "jn(int, float64) -> float64 takes 1 scalars [int], but was given 0; with(...) gives them, all at once",
        message(ForeignException.class, () -> jn.call(numbers(2.0))));
    assertEquals(
        "jn(int, float64) -> float64 takes 1 scalars [int], but was given 2; with(...) gives them, all at once",
        message(ForeignException.class, () -> jn.with(1, 2)));
    assertEquals(
        "scalar 0 of 'jn' is declared as int, but was given 0.5 (Double); give an int or a long, or declare it as ScalarType.DOUBLE",
        message(ForeignException.class, () -> jn.with(0.5)));
    assertEquals(
        "scalar 0 of 'jn' is declared as int, which does not hold 4294967296; if the function takes 64 bits there, declare it as ScalarType.LONG",
        message(ForeignException.class, () -> jn.with(1L << 32)));
  }

  @Test
  void aTransposedTensorIsReadInItsOrder() {
    Tensor x = numbers(0, 1, 2, 3, 4, 5).reshape(2, 3).transpose(0, 1);
    assertArrayEquals(x.erf().toDoubleArray(), ERF.call(x).toDoubleArray(), ULPS);
    Gradcheck.check(
        in -> ERF.call(in[0].transpose(0, 1)),
        numbers(1, 2, 3, 4).reshape(2, 2).requiresGrad(true));
  }

  @Test
  void inputsHaveOneShape() {
    assertEquals(
        "'atan2' is called for each element, but input 0 has the shape [2] and input 1 the shape [1]; expand them to one shape first",
        message(ShapeException.class, () -> ATAN2.call(numbers(1.0, 2.0), numbers(1.0))));
    assertThrows(ShapeException.class, () -> ATAN2.call(numbers(), numbers(1.0)));
  }

  @Test
  void withoutADerivativeAReverseSweepIsAnError() {
    ForeignOp plain = CFunction.of("erf").elementwise(FLOAT64, input(FLOAT64));
    Tensor y = plain.call(leaf(1, 2)).sum();
    assertEquals(
        "'erf' has no derivative, and a sweep goes through a call of it; give the op one by withVjp(...), or call it with detached tensors",
        message(AutogradException.class, y::backward));
    assertTrue(
        message(
                AutogradException.class,
                () -> Functional.jvp(x -> plain.call(x), numbers(1), numbers(1)))
            .startsWith("'erf' has no derivative"));
    assertFalse(plain.call(numbers(1.0)).requiresGrad());
    assertEquals("erf", plain.name());
  }

  @Test
  void aDerivativeOfAnotherShapeIsAnError() {
    ForeignOp wrong = ERF.withVjp((_, _, bar) -> List.of(bar.sum()));
    assertEquals(
        "erf: for input 0, backward returned",
        message(AutogradException.class, () -> wrong.call(leaf(1, 2)).sum().backward())
            .substring(0, 35));
    ForeignOp none = ERF.withVjp((_, _, _) -> List.of());
    assertTrue(
        message(AutogradException.class, () -> none.call(leaf(1, 2)).sum().backward())
            .contains("0 gradients for 1 inputs"));
  }

  @Test
  void tangentsAreThoseOfTheDerivative() {
    Gradcheck.checkForward(ERF::call, leaf(-0.5, 0.25, 1));
    Gradcheck.checkForward(ATAN2::call, leaf(-0.5, 2), leaf(1, -3));
  }

  @Test
  void batchesAreRefused() {
    assertTrue(
        message(
                AutogradException.class,
                () -> Functional.vmap(x -> ERF.call(x), 0, 0).apply(numbers(1.0, 2.0)))
            .startsWith("Function erf has no batching rule"));
  }

  @Test
  void aDeclarationThatCannotBeCalledIsRefusedAtOnce() {
    CFunction erf = CFunction.of("erf");
    assertEquals(
        "'erf' is declared without an input, so there are no elements to call it for",
        message(IllegalArgumentException.class, () -> erf.elementwise(FLOAT64, scalar(DOUBLE))));
    assertEquals(
        "'erf' is called for each element, which is a float32, float64, int32 or int64, not a bfloat16",
        message(
            IllegalArgumentException.class, () -> erf.elementwise(FLOAT64, input(DType.BFLOAT16))));
    assertTrue(
        message(
                IllegalArgumentException.class,
                () -> erf.elementwise(FLOAT64, input(FLOAT64), Parameter.elements(INT)))
            .startsWith(
                "'erf' is called for each element, so its parameters are inputs and scalars"));
    assertEquals(
        "'erf' returns a status, so it cannot return an element; declare it by op(...)",
        message(
            IllegalArgumentException.class,
            () -> erf.returningStatus().elementwise(FLOAT64, input(FLOAT64))));
  }

  @Test
  void theGraphNamesTheFunction() {
    assertTrue(Autograd.describe(ERF.call(leaf(1)).sum()).contains("= erf("));
  }

  static String message(Class<? extends RuntimeException> type, Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }
}
