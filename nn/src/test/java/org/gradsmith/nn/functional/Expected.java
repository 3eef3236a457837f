/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;

/** Numbers that PyTorch computed, and gradients that finite differences confirm. */
final class Expected {
  private final long[] shape;

  private Expected(long... shape) {
    this.shape = shape;
  }

  static Expected shape(long... sizes) {
    return new Expected(sizes);
  }

  /** Float64 numbers, also where they are written one by one. */
  static Tensor of(double... values) {
    return Tensor.of(values);
  }

  /** That a tensor has the shape and, in row-major order, these elements. */
  void in(Tensor actual, double... values) {
    assertArrayEquals(shape, actual.shape());
    Tensor expected = Tensor.from(values, shape);
    assertTrue(
        actual.to(DType.FLOAT64).allclose(expected, 1e-12, 1e-12, true),
        () -> actual + " instead of " + Arrays.toString(values));
  }

  /** The numbers 0, 1, 2, ... made to lie around 0, in a shape. */
  static Tensor ramp(long... sizes) {
    long count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    return Tensor.arange(DType.FLOAT64, 0, (double) count, 1).mul(0.37).sin().reshape(sizes);
  }

  static Tensor leaf(Tensor x) {
    return x.copy().requiresGrad(true);
  }

  static Tensor gradient(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad());
  }

  static void checkGradients(Function<Tensor[], Tensor> function, Tensor... inputs) {
    Tensor[] leaves = Arrays.stream(inputs).map(Expected::leaf).toArray(Tensor[]::new);
    Gradcheck.check(function, leaves);
    Gradcheck.checkForward(function, leaves);
  }
}
