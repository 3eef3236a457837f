/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.threads;

import static org.gradsmith.numeric.Derivatives.check;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Threads of shader-slang/slang. */
class SlangThreadsTest {
  /** 13000: a dense layer as two nested loops; the gradient of its input was wrong. */
  private static double[] dense(double[] x, double[] weight, double[] bias) {
    double[] y = new double[bias.length];
    for (int row = 0; row < y.length; row++) {
      double sum = bias[row];
      for (int column = 0; column < x.length; column++) {
        sum += weight[row * x.length + column] * x[column];
      }
      y[row] = sum;
    }
    return y;
  }

  private static double[] rectified(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.max(x[i], 0.01 * x[i]);
    }
    return y;
  }

  /** Three layers: what the first ones learn has come through the inputs of the last. */
  @Differentiable(order = 2)
  static double loss(double[] x, double[] first, double[] second, double[] third) {
    int hidden = first.length / (x.length + 1);
    double[] h = rectified(layer(x, first, hidden));
    h = rectified(layer(h, second, hidden));
    double[] y = layer(h, third, third.length / (hidden + 1));
    double sum = 0;
    for (double value : y) {
      sum += (value - 0.5) * (value - 0.5);
    }
    return sum;
  }

  private static double[] layer(double[] x, double[] parameters, int rows) {
    double[] weight = new double[rows * x.length];
    double[] bias = new double[rows];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = parameters[i];
    }
    for (int i = 0; i < rows; i++) {
      bias[i] = parameters[weight.length + i];
    }
    return dense(x, weight, bias);
  }

  @Differentiable(order = 2)
  static Tensor lossOnTensors(Tensor x, Tensor first, Tensor second, Tensor third) {
    long hidden = first.size(0) / (x.size(0) + 1);
    Tensor h = layerOnTensors(x, first, hidden);
    h = h.maximum(h.mul(0.01));
    h = layerOnTensors(h, second, hidden);
    h = h.maximum(h.mul(0.01));
    Tensor y = layerOnTensors(h, third, third.size(0) / (hidden + 1));
    Tensor off = y.sub(0.5);
    return off.mul(off).sum();
  }

  private static Tensor layerOnTensors(Tensor x, Tensor parameters, long rows) {
    Tensor weight = parameters.narrow(0, 0, rows * x.size(0)).reshape(rows, x.size(0));
    Tensor bias = parameters.narrow(0, rows * x.size(0), rows);
    return weight.matmul(x.unsqueeze(1)).squeeze(1).add(bias);
  }

  @Test
  void thread13000() {
    check(
        SlangThreadsTest::loss,
        SlangThreadsTest::lossOnTensors,
        numbers(2, 0.3),
        numbers(4 * 3, 0.7),
        numbers(4 * 5, 1.1),
        numbers(3 * 5, 0.2));
  }

  private static double[] numbers(int count, double start) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Math.sin(start + 1.7 * i);
    }
    return numbers;
  }
}
