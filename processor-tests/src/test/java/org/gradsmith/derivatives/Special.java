/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import org.gradsmith.tensor.Tensor;

/** Stands for a library: nothing here is annotated. */
final class Special {
  private final double scale;

  Special(double scale) {
    this.scale = scale;
  }

  double scaled(double x) {
    return Math.pow(x, scale);
  }

  static double cube(double x) {
    double result = 1;
    for (int i = 0; i < 3; i++) {
      result *= x;
    }
    return result;
  }

  static float half(float x) {
    return x / 2;
  }

  static double product(double x, double y, int times) {
    return times * x * y * y;
  }

  static double norm(double[] x) {
    double sum = 0;
    for (double each : x) {
      sum += each * each;
    }
    return Math.sqrt(sum);
  }

  static double[] squares(double[] x, double factor) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = factor * x[i] * x[i];
    }
    return result;
  }

  static Tensor softplus(Tensor x) {
    return x.exp().add(1).log();
  }

  static Tensor same(Tensor x) {
    return x;
  }

  static Tensor scaledBy(Tensor x, double factor, Tensor y) {
    return x.mul(factor).mul(y);
  }
}
