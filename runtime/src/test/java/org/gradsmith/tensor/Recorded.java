/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** Comparisons with numbers that PyTorch computed. */
final class Recorded {
  private static final double TOLERANCE = 1e-12;

  private Recorded() {}

  /** Float64 numbers, also where they are written one by one. */
  static Tensor tensor(double... values) {
    return Tensor.of(values);
  }

  /** That a tensor holds these numbers, in row-major order; NaN equals NaN. */
  static void expect(Tensor actual, double... values) {
    double[] found = actual.toDoubleArray();
    assertEquals(values.length, found.length, actual::toString);
    for (int i = 0; i < values.length; i++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(values[i]));
      if (Double.isFinite(values[i])) {
        assertEquals(values[i], found[i], tolerance, actual::toString);
      } else {
        assertEquals(values[i], found[i], actual::toString);
      }
    }
  }

  static void expectShape(Tensor actual, long... shape) {
    assertArrayEquals(shape, actual.shape());
  }

  /** The gradient of the sum of a function's elements. */
  static Tensor gradient(UnaryOperator<Tensor> function, Tensor x) {
    Tensor leaf = x.copy().requiresGrad(true);
    function.apply(leaf).sum().backward();
    return Objects.requireNonNull(leaf.grad());
  }
}
