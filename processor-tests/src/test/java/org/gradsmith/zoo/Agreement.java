/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.jspecify.annotations.Nullable;

/**
 * What a call gives: the result and every gradient. Two runs agree if the results are equal bit for
 * bit unless a test says why not, and each gradient to 1e-5 of its largest element, in float64 to
 * 1e-10.
 */
record Agreement(Tensor result, Map<String, @Nullable Tensor> gradients) {
  private static final long SEED = 20;

  /**
   * Runs forward and backward; the cotangent has different entries, so that no error cancels. All
   * runs draw the same random numbers.
   */
  static Agreement run(Mode mode, UnaryModule net, Tensor input, boolean inputNeedsGradient) {
    try (var _ = mode.scope()) {
      net.zeroGrad();
      Tensor x = input.detach().requiresGrad(inputNeedsGradient);
      Generator.standard().seed(SEED);
      Tensor y = net.call(x);
      Map<String, @Nullable Tensor> gradients = new LinkedHashMap<>();
      if (y.requiresGrad()) {
        y.backward(cotangent(y));
      }
      gradients.put("x", x.grad());
      net.namedParameters().forEach((name, p) -> gradients.put(name, p.grad()));
      return new Agreement(y.detach(), gradients);
    }
  }

  private static Tensor cotangent(Tensor y) {
    float[] values = new float[(int) y.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 7 - 3) * 0.5f;
    }
    return Tensor.from(values, y.shape()).to(y.dtype());
  }

  static void assertAgree(UnaryModule net, Tensor input, boolean inputNeedsGradient) {
    assertAgree(net, input, inputNeedsGradient, 0);
  }

  /**
   * Two runs agree, but for roundings of the results.
   *
   * @param slack what results may differ by, for each unit of the largest: where a kernel adds up
   *     rows together with other steps, it does so in another order than the op alone
   */
  static void assertAgree(UnaryModule net, Tensor input, boolean inputNeedsGradient, double slack) {
    Agreement eager = run(Mode.OFF, net, input, inputNeedsGradient);
    Agreement compiled = run(Mode.REQUIRE, net, input, inputNeedsGradient);
    assertArrayEquals(eager.result.shape(), compiled.result.shape());
    assertEqual(eager.result.toDoubleArray(), compiled.result.toDoubleArray(), slack);
    assertEquals(eager.gradients.keySet(), compiled.gradients.keySet());
    eager.gradients.forEach(
        (name, gradient) -> assertClose(name, gradient, compiled.gradients.get(name)));
  }

  /** Results are equal, bit for bit where there is no slack. */
  static void assertEqual(double[] expected, double[] actual, double slack) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    if (slack * largest > 0) {
      assertArrayEquals(expected, actual, slack * largest, "result");
    } else {
      assertArrayEquals(expected, actual, "result");
    }
  }

  private static void assertClose(String name, @Nullable Tensor expected, @Nullable Tensor actual) {
    assertEquals(expected == null, actual == null, () -> "gradient of " + name + " is there");
    if (expected == null || actual == null) {
      return;
    }
    assertArrayEquals(expected.shape(), actual.shape(), name);
    double[] a = expected.contiguous().toDoubleArray();
    double[] b = actual.contiguous().toDoubleArray();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    double bound = (expected.dtype() == DType.FLOAT64 ? 1e-10 : 1e-5) * largest;
    double found = difference;
    assertTrue(found <= bound, () -> "gradient of " + name + " differs by " + found);
  }
}
