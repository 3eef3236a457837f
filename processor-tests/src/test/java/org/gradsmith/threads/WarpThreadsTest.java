/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.threads;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Threads of NVIDIA/warp: loops whose bounds are known when the kernel runs. */
class WarpThreadsTest {
  /** 1694: what is computed before a loop and used behind it lost its adjoint. */
  @Differentiable(order = 2)
  static double usedBehindTheLoop(double x, double[] layers, int n) {
    double area = x * x + 1;
    double stress = 5;
    for (int k = 0; k < n; k++) {
      stress += layers[k] * x;
    }
    return area * stress;
  }

  @Differentiable(order = 2)
  static Tensor usedBehindTheLoopOnTensors(Tensor x, Tensor layers, int n) {
    Tensor area = x.mul(x).add(1.0);
    Tensor stress = scalar(5.0);
    for (int k = 0; k < n; k++) {
      stress = stress.add(layers.select(0, k).mul(x));
    }
    return area.mul(stress);
  }

  @Test
  void thread1694() {
    double[] layers = {0.5, -1.25, 2, 0.75};
    for (int n = 0; n <= layers.length; n++) {
      check(
          WarpThreadsTest::usedBehindTheLoop,
          WarpThreadsTest::usedBehindTheLoopOnTensors,
          1.5,
          layers,
          n);
    }
  }

  /** 1293: joints along the branches of a tree; the gradient was twice as large as it should be. */
  @Differentiable(order = 2)
  static double jointAngles(double[] angles, int[] firstBody, int[] jointsOfBody) {
    double x = 0;
    double y = 0;
    double cos = 1;
    double sin = 0;
    for (int i = firstBody[0]; i < firstBody[1]; i++) {
      double length = 1 + 0.1 * i;
      x += length * cos;
      y += length * sin;
      int first = i == 0 ? 0 : jointsOfBody[i - 1];
      for (int j = first; j < jointsOfBody[i]; j++) {
        double c = Math.cos(angles[j]);
        double s = Math.sin(angles[j]);
        double turned = cos * c - sin * s;
        sin = sin * c + cos * s;
        cos = turned;
      }
    }
    return x * x + 2 * y;
  }

  @Test
  void thread1293() {
    double[] angles = {0.3, -0.7, 1.1, 0.2};
    check(WarpThreadsTest::jointAngles, angles, new int[] {0, 4}, new int[] {1, 1, 3, 4});
    check(WarpThreadsTest::jointAngles, angles, new int[] {1, 3}, new int[] {1, 2, 4});
    check(WarpThreadsTest::jointAngles, angles, new int[] {2, 2}, new int[] {1, 2, 4});
  }

  /** 1552: with {@code continue} the gradient of the largest went to another element. */
  @Differentiable(order = 2)
  static double largestSkippingZeros(double[] weights, double x, int rows) {
    int columns = weights.length / rows;
    double largest = -1e20;
    for (int p = 0; p < rows; p++) {
      for (int q = 0; q < columns; q++) {
        double w = weights[p * columns + q];
        if (w == 0) {
          continue;
        }
        double v = x * (w * (p + 1.5 * q + 1));
        if (v > largest) {
          largest = v;
        }
      }
    }
    return largest;
  }

  @Differentiable(order = 2)
  static Tensor largestSkippingZerosOnTensors(Tensor weights, Tensor x, int rows) {
    int columns = (int) weights.size(0) / rows;
    Tensor largest = scalar(-1e20);
    for (int p = 0; p < rows; p++) {
      for (int q = 0; q < columns; q++) {
        Tensor w = weights.select(0, p * columns + q);
        if (w.item() == 0) {
          continue;
        }
        Tensor v = x.mul(w.mul(p + 1.5 * q + 1));
        if (v.item() > largest.item()) {
          largest = v;
        }
      }
    }
    return largest;
  }

  @Test
  void thread1552() {
    double[] weights = {0.4, 0, -1.2, 0.7, 0, 0.3, 0, -2.5, 0.1};
    for (double x : new double[] {1.3, -0.8}) {
      Gradients gradients = Gradients.of(WarpThreadsTest::largestSkippingZeros);
      double[] found = gradients.gradient(weights, x, 3).array(0);
      int winner = x > 0 ? 5 : 7;
      for (int i = 0; i < found.length; i++) {
        assertEquals(i == winner, found[i] != 0, "element " + i);
      }
    }
    // at a weight of 0 the value jumps with the weight: differences only where there is none
    double[] noZeros = {0.4, 0.2, -1.2, 0.7, -0.6, 0.3, 0.9, -2.5, 0.1};
    for (double x : new double[] {1.3, -0.8}) {
      check(
          WarpThreadsTest::largestSkippingZeros,
          WarpThreadsTest::largestSkippingZerosOnTensors,
          noZeros,
          x,
          3);
    }
  }

  /** 1740: what is done to a sum behind its loop, in a function, was done to the sum's start. */
  @Differentiable(order = 2)
  static double reciprocalOfSum(double[] density, double start, int n) {
    return 3 * reciprocal(density, start, n);
  }

  private static double reciprocal(double[] density, double start, int n) {
    double sum = start;
    for (int i = 0; i < n; i++) {
      sum += density[i] * density[i];
    }
    return 1 / sum;
  }

  @Differentiable(order = 2)
  static Tensor reciprocalOfSumOnTensors(Tensor density, Tensor start, int n) {
    Tensor sum = start;
    for (int i = 0; i < n; i++) {
      sum = sum.add(density.select(0, i).mul(density.select(0, i)));
    }
    return sum.reciprocal().mul(3.0);
  }

  @Test
  void thread1740() {
    for (int n = 0; n <= 3; n++) {
      for (double start : new double[] {1, 5}) {
        check(
            WarpThreadsTest::reciprocalOfSum,
            WarpThreadsTest::reciprocalOfSumOnTensors,
            new double[] {0.5, -1.5, 2},
            start,
            n);
      }
    }
  }
}
