/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.threads;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Threads of taichi-dev/taichi: elements that are read, written and read again. */
class TaichiThreadsTest {
  /**
   * 8802: a turn reads what the turn before it has written; the gradient was 4.8 times too large.
   */
  @Differentiable(order = 2)
  static double plasticStrain(double amplitude, int steps) {
    double modulus = 1000;
    double yield = 2;
    double accumulated = 0;
    double[] strain = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double trial = modulus * (amplitude * Math.sin(2 * Math.PI * i / steps) - strain[i]);
      double flow = 0;
      if (Math.abs(trial) > yield) {
        flow = (Math.abs(trial) - yield) / modulus;
        accumulated += flow;
      }
      strain[i + 1] = strain[i] + (trial > 0 ? flow : -flow);
    }
    return accumulated;
  }

  @Differentiable(order = 2)
  static Tensor plasticStrainOnTensors(Tensor amplitude, int steps) {
    double modulus = 1000;
    double yield = 2;
    Tensor accumulated = scalar(0.0);
    Tensor strain = scalar(0.0);
    for (int i = 0; i < steps; i++) {
      Tensor trial = amplitude.mul(Math.sin(2 * Math.PI * i / steps)).sub(strain).mul(modulus);
      Tensor flow = scalar(0.0);
      if (Math.abs(trial.item()) > yield) {
        flow = trial.abs().sub(yield).div(modulus);
        accumulated = accumulated.add(flow);
      }
      strain = trial.item() > 0 ? strain.add(flow) : strain.sub(flow);
    }
    return accumulated;
  }

  @Test
  void thread8802() {
    check(TaichiThreadsTest::plasticStrain, TaichiThreadsTest::plasticStrainOnTensors, 0.0045, 60);
    Gradient gradient = Gradients.of(TaichiThreadsTest::plasticStrain).gradient(0.0045, 60);
    assertEquals(3.895472, gradient.number(0), 1e-6, "as the thread gives it");
  }

  /** 8356: a sum added to an element at once, and part by part, had different gradients. */
  @Differentiable(order = 2)
  static double[] addedPartByPart(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        x[i] += y[j] * y[j];
      }
    }
    return x;
  }

  @Differentiable(order = 2)
  static double[] addedAtOnce(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      double a = 0;
      for (double value : y) {
        a += value * value;
      }
      x[i] += a;
    }
    return x;
  }

  @Test
  void thread8356() {
    double[] y = {1, 2, 3};
    check(TaichiThreadsTest::addedPartByPart, new double[5], y);
    check(TaichiThreadsTest::addedAtOnce, new double[5], y);
    double[] ones = {1, 1, 1, 1, 1};
    for (Gradients gradients :
        new Gradients[] {
          Gradients.of(TaichiThreadsTest::addedPartByPart),
          Gradients.of(TaichiThreadsTest::addedAtOnce)
        }) {
      Gradient gradient = gradients.vjp(ones, new double[5], y);
      assertArrayEquals(new double[] {10, 20, 30}, gradient.array(1));
    }
  }
}
