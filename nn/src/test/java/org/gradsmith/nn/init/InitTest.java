/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Bounds by the formulas; moments of n draws within five standard errors. */
class InitTest {
  private static final int COUNT = 20_000;

  /** A weight of fan-in 500 and fan-out 4000. */
  private static Tensor weight() {
    return Tensor.empty(DType.FLOAT64, 40, 5, 10, 10);
  }

  private static double variance(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  private static void assertUniform(double low, double high, Tensor tensor) {
    double[] values = tensor.toDoubleArray();
    assertEquals(COUNT, values.length);
    assertTrue(Arrays.stream(values).allMatch(v -> v >= low && v <= high));
    double range = high - low;
    double mean = Arrays.stream(values).average().orElseThrow();
    assertEquals((low + high) / 2, mean, 5 * range / Math.sqrt(12.0 * COUNT));
    assertEquals(
        range * range / 12, variance(values), 5 * range * range / Math.sqrt(180.0 * COUNT));
  }

  @Test
  void uniform() {
    assertUniform(-3, 1, Init.uniform(weight(), -3, 1));
    assertUniform(-0.5, 0.5, Init.uniform(weight(), 0.5));
  }

  @Test
  void normal() {
    double[] values = Init.normal(weight(), 2, 3).toDoubleArray();
    assertEquals(2, Arrays.stream(values).average().orElseThrow(), 5 * 3 / Math.sqrt(COUNT));
    assertEquals(9, variance(values), 5 * 9 * Math.sqrt(2.0 / COUNT));
  }

  @Test
  void kaimingUniformDividesByFanIn() {
    double bound = Math.sqrt(6.0 / 500);
    assertUniform(-bound, bound, Init.kaimingUniform(weight(), 0));
    double leaky = 1 / Math.sqrt(500);
    assertUniform(-leaky, leaky, Init.kaimingUniform(weight(), Math.sqrt(5)));
  }

  @Test
  void kaimingNormalDividesByFanIn() {
    double[] values = Init.kaimingNormal(weight(), 0).toDoubleArray();
    assertEquals(2.0 / 500, variance(values), 5 * 2.0 / 500 * Math.sqrt(2.0 / COUNT));
  }

  @Test
  void xavierUniformDividesByBothFans() {
    double bound = Math.sqrt(6.0 / (500 + 4000));
    assertUniform(-bound, bound, Init.xavierUniform(weight()));
  }

  @Test
  void fillsParametersInPlace() {
    Tensor parameter = Tensor.zeros(3).requiresGrad(true);
    assertSame(parameter, Init.uniform(parameter, 1));
    assertNotEquals(0, parameter.toDoubleArray()[0]);
    assertSame(parameter, Init.constant(parameter, 7));
    assertEquals(7, parameter.toDoubleArray()[2]);
    assertTrue(parameter.requiresGrad());
  }

  @Test
  void fansNeedTwoDimensions() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Init.kaimingUniform(Tensor.zeros(3), 0));
    assertTrue(String.valueOf(thrown.getMessage()).endsWith("not [3]"));
  }
}
