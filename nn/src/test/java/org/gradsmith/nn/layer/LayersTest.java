/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.gradsmith.nn.Module;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The expected values were computed with PyTorch 2.13 from the same inputs, in float32. */
class LayersTest {
  private static final double TOLERANCE = 1e-5;

  /** Element i is f(step · i). */
  private static Tensor wave(DoubleUnaryOperator f, double step, long... shape) {
    Tensor numbers = Tensor.zeros(shape);
    float[] values = new float[(int) numbers.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) f.applyAsDouble((float) (i * step));
    }
    return Tensor.from(values, shape);
  }

  private static void assertClose(Tensor actual, double[] expected, long... shape) {
    assertArrayEquals(shape, actual.shape());
    assertArrayEquals(expected, actual.toDoubleArray(), TOLERANCE);
  }

  private static Conv2d conv(int stride, int padding, @Nullable Tensor bias) {
    Conv2d conv = new Conv2d(2, 3, 3, stride, padding, bias != null);
    load(conv, wave(Math::cos, 0.71, 3, 2, 3, 3), bias);
    return conv;
  }

  private static void load(Module module, Tensor weight, @Nullable Tensor bias) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("weight", weight);
    if (bias != null) {
      state.put("bias", bias);
    }
    module.load(state);
  }

  private final Tensor image = wave(Math::sin, 0.37, 2, 2, 4, 4);
  private final Tensor bias = Tensor.of(0.1f, -0.2f, 0.3f);

  @Test
  void conv2d() {
    assertClose(
        conv(1, 0, bias).call(image),
        new double[] {
          -5.24899769, -3.91343975, 2.29620695, 4.16217184, -5.90204334, -5.20396948,
          0.142784461, 2.20134878, -5.49585009, -5.46699619, -1.22622275, 0.931350112,
          -5.68697643, -5.8521924, -1.95822895, 0.214607209, -5.03619576, -5.84498358,
          -3.76720285, -1.88717008, -3.36554265, -4.78112793, -4.61399555, -3.11224079
        },
        2,
        3,
        2,
        2);
  }

  @Test
  void conv2dWithStrideAndPadding() {
    assertClose(
        conv(2, 1, bias).call(image),
        new double[] {
          2.35262299, -1.59855425, -1.20192885, 4.16217184, 2.64555979, -0.958807588,
          -2.76561379, 2.20134878, 3.60912466, 0.515439987, -3.41265345, 0.931350112,
          4.15612936, 2.26840997, -3.15621305, 0.214607209, 4.1376133, 3.04739356,
          -4.13890886, -1.88717008, 4.72189093, 4.47873878, -4.14252472, -3.11224079
        },
        2,
        3,
        2,
        2);
  }

  @Test
  void conv2dWithoutBias() {
    Conv2d conv = conv(2, 1, null);
    assertNull(conv.bias());
    assertEquals(1, conv.parameters().size());
    Tensor y = conv.call(image);
    assertEquals(2.25262308, y.toDoubleArray()[0], TOLERANCE);
    assertEquals(-3.41224074, y.toDoubleArray()[23], TOLERANCE);
  }

  @Test
  void maxPool2d() {
    assertClose(
        new MaxPool2d(2).call(image),
        new double[] {
          0.995880842, 0.895698667, 0.180596232, -0.529836178, 0.996475637, 0.959374726,
          0.518228114, -0.193984255, 0.901675999, 0.997024119, 0.788251936, 0.167174667,
          0.689243674, 0.997526348, 0.955440164, 0.506523132
        },
        2,
        2,
        2,
        2);
  }

  @Test
  void maxPool2dOverlapping() {
    assertClose(
        new MaxPool2d(3, 1, 1).call(image.narrow(0, 0, 1).narrow(1, 0, 1)),
        new double[] {
          0.995880842, 0.995880842, 0.96127522, 0.895698667, 0.995880842, 0.995880842,
          0.96127522, 0.895698667, 0.995880842, 0.995880842, 0.96127522, 0.796565473,
          0.180596232, 0.180596232, -0.187294587, -0.529836178
        },
        1,
        1,
        4,
        4);
  }

  @Test
  void linear() {
    Tensor x = Tensor.of(new float[][] {{1, -2, 0.5f}, {0.25f, 3, -1}});
    Tensor weight = Tensor.of(new float[][] {{0.1f, 0.2f, -0.3f}, {1, -1, 0.5f}});
    Linear with = new Linear(3, 2);
    load(with, weight, Tensor.of(0.05f, -0.5f));
    assertClose(with.call(x), new double[] {-0.4, 2.75, 0.975, -3.75}, 2, 2);
    assertClose(with.call(x.view(1, 2, 1, 3)), new double[] {-0.4, 2.75, 0.975, -3.75}, 1, 2, 1, 2);
    Linear without = new Linear(3, 2, false);
    load(without, weight, null);
    assertClose(without.call(x), new double[] {-0.45, 3.25, 0.925, -3.25}, 2, 2);
  }

  @Test
  void activations() {
    Tensor x = Tensor.of(-1f, 0f, 2f);
    assertClose(new ReLU().call(x), new double[] {0, 0, 2}, 3);
    assertClose(new Tanh().call(x), new double[] {Math.tanh(-1), 0, Math.tanh(2)}, 3);
    assertClose(
        new Sigmoid().call(x),
        new double[] {1 / (1 + Math.exp(1)), 0.5, 1 / (1 + Math.exp(-2))},
        3);
  }

  @Test
  void flattenKeepsTheBatch() {
    assertArrayEquals(new long[] {2, 32}, new Flatten().call(image).shape());
  }

  @Test
  void sequentialRunsItsLayersInOrder() {
    Sequential net = new Sequential(new MaxPool2d(2), new Flatten(), new Linear(8, 3));
    assertEquals(3, net.size());
    assertArrayEquals(new long[] {2, 3}, net.call(image).shape());
    net.call(image).sum().backward();
    for (Tensor parameter : net.parameters()) {
      assertNotNull(parameter.grad());
    }
    assertEquals(List.of("2.weight", "2.bias"), List.copyOf(net.namedParameters().keySet()));
  }

  /** PyTorch draws weight and bias uniformly within ±1/√fanIn: here within ±0.2. */
  @Test
  void initialValuesFillTheRangeOfPyTorch() {
    Conv2d conv = new Conv2d(1, 400, 5);
    Linear linear = new Linear(25, 400);
    for (Tensor parameter : List.of(conv.weight(), linear.weight())) {
      double[] values = parameter.toDoubleArray();
      assertEquals(10_000, values.length);
      double mean = Arrays.stream(values).average().orElseThrow();
      double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
      assertTrue(Arrays.stream(values).allMatch(v -> Math.abs(v) <= 0.2));
      // Standard errors of mean and mean square of 10,000 draws; five of them.
      assertEquals(0, mean, 5 * 0.2 / Math.sqrt(3 * 10_000));
      assertEquals(0.04 / 3, square, 5 * 0.04 * Math.sqrt(4.0 / 45) / 100);
    }
    Tensor convBias = conv.bias();
    assertNotNull(convBias);
    assertTrue(Arrays.stream(convBias.toDoubleArray()).allMatch(v -> Math.abs(v) <= 0.2));
    assertTrue(Arrays.stream(convBias.toDoubleArray()).distinct().count() > 300);
  }

  @Test
  void aSeedGivesTheSameLayerAgain() {
    Generator.standard().seed(7);
    Linear first = new Linear(3, 4);
    Linear other = new Linear(3, 4);
    Generator.standard().seed(7);
    Linear again = new Linear(3, 4);
    assertArrayEquals(first.weight().toFloatArray(), again.weight().toFloatArray());
    assertFalse(Arrays.equals(first.weight().toFloatArray(), other.weight().toFloatArray()));
  }

  @Test
  void refuseSenselessArguments() {
    refused("Conv2d: inChannels must be at least 1, not 0", () -> new Conv2d(0, 1, 1));
    refused("Conv2d: outChannels must be at least 1, not -1", () -> new Conv2d(1, -1, 1));
    refused("Conv2d: kernelSize must be at least 1, not 0", () -> new Conv2d(1, 1, 0));
    refused("Conv2d: stride must be at least 1, not 0", () -> new Conv2d(1, 1, 1, 0, 0));
    refused("Conv2d: padding must be at least 0, not -1", () -> new Conv2d(1, 1, 1, 1, -1));
    refused("Linear: inFeatures must be at least 1, not 0", () -> new Linear(0, 1));
    refused("Linear: outFeatures must be at least 1, not 0", () -> new Linear(1, 0));
    refused("MaxPool2d: kernelSize must be at least 1, not 0", () -> new MaxPool2d(0));
    refused(
        "MaxPool2d: padding must be at most half of kernelSize 3, not 2",
        () -> new MaxPool2d(3, 1, 2));
  }

  private static void refused(String message, Executable construction) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, construction).getMessage());
  }
}
