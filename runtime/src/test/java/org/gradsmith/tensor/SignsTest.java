/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.gradsmith.tensor.Recorded.expect;
import static org.gradsmith.tensor.Recorded.expectShape;
import static org.gradsmith.tensor.Recorded.gradient;
import static org.gradsmith.tensor.Recorded.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Signs, exponents and divisors; the numbers are PyTorch's. */
class SignsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Tensor EDGES = tensor(-0.0, 0, -2, INFINITY, -INFINITY, Double.NaN);

  private static void truths(Tensor actual, long... expected) {
    assertEquals(DType.BOOL, actual.dtype());
    assertArrayEquals(expected, actual.toLongArray());
  }

  @Test
  void signsAndInfinities() {
    expect(EDGES.sgn(), 0, 0, -1, 1, -1, 0);
    truths(EDGES.signbit(), 1, 0, 1, 0, 1, 0);
    truths(EDGES.isposinf(), 0, 0, 0, 1, 0, 0);
    truths(EDGES.isneginf(), 0, 0, 0, 0, 1, 0);
    truths(EDGES.isreal(), 1, 1, 1, 1, 1, 1);
    expect(EDGES.angle(), 0, 0, 3.141592653589793, 0, 3.141592653589793, Double.NaN);
    truths(Tensor.of(-1L, 0, 1).signbit(), 1, 0, 0);
    truths(Tensor.of(-1L, 0, 1).isneginf(), 0, 0, 0);
    truths(Tensor.of(true, false).signbit(), 0, 0);
    expect(gradient(Tensor::sgn, tensor(-3.0, 2)), 0, 0);
    expectShape(Tensor.empty(0).signbit(), 0);
  }

  @Test
  void theStepFunctionTakesItsValueAtZero() {
    Tensor x = tensor(-1.0, 0, 2, Double.NaN);
    expect(x.heaviside(Tensor.scalar(0.5).to(DType.FLOAT64)), 0, 0.5, 1, 0);
    DTypeException e = assertThrows(DTypeException.class, () -> x.heaviside(Tensor.of(1L)));
    assertTrue(e.getMessage().contains("float64") && e.getMessage().contains("int64"));
  }

  @Test
  void commonDivisorsAndMultiples() {
    Tensor x = Tensor.of(0L, 4, -6, 7, 0);
    Tensor y = Tensor.of(0L, 6, 4, 0, -5);
    assertArrayEquals(new long[] {0, 2, 2, 7, 5}, x.gcd(y).toLongArray());
    assertArrayEquals(new long[] {0, 12, 12, 0, 0}, x.lcm(y).toLongArray());
    Tensor column = Tensor.of(12L, 18).view(2, 1);
    assertArrayEquals(new long[] {4, 3, 2, 9}, column.gcd(Tensor.of(8L, 27)).toLongArray());
    Tensor narrow = Tensor.of(12L).to(DType.INT32);
    assertEquals(DType.INT32, narrow.gcd(narrow).dtype());
    assertEquals(DType.INT64, narrow.lcm(Tensor.of(9L)).dtype());
    assertThrows(DTypeException.class, () -> tensor(1.0).gcd(Tensor.of(1L)));
    assertThrows(DTypeException.class, () -> Tensor.of(true).lcm(Tensor.of(1L)));
  }

  @Test
  void mantissasAndExponents() {
    Tensor x = tensor(1.0, -0.0, INFINITY, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, -3.5);
    MantissaAndExponent parts = x.frexp();
    expect(
        parts.mantissa(),
        0.5,
        -0.0,
        Double.POSITIVE_INFINITY,
        Double.NaN,
        0.5,
        0.9999999999999999,
        -0.875);
    assertArrayEquals(new long[] {1, 0, 0, 0, -1073, 1024, 2}, parts.exponent().toLongArray());
    assertEquals(DType.INT32, parts.exponent().dtype());
    assertEquals(DType.FLOAT32, Tensor.of(3f).frexp().mantissa().dtype());
    expect(gradient(a -> a.frexp().mantissa(), tensor(3.0, 0.1)), 0.25, 8);
    assertThrows(DTypeException.class, () -> Tensor.of(1L).frexp());
  }

  @Test
  void scalingByPowersOfTwo() {
    expect(tensor(1.5, -3).ldexp(Tensor.of(200L, -3)), 2.4104070663884854e+60, -0.375);
    assertEquals(DType.FLOAT32, Tensor.of(1L).ldexp(Tensor.of(2L)).dtype());
    Gradcheck.check(x -> x[0].ldexp(x[1]), leaf(1.5, -2), leaf(2, -1));
  }

  @Test
  void theNeighbouringNumberMovesWithTheNumber() {
    expect(gradient(x -> x.nextafter(tensor(1.0, 3, 2)), tensor(1.0, 2, 3)), 0, 1, 1);
  }

  private static Tensor leaf(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }
}
