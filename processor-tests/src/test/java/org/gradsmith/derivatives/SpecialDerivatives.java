/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.derivatives;

import org.gradsmith.annotation.Derivative;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Differentiable.Mode;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Derivatives of {@link Special} and of {@link Math}. */
@SuppressWarnings("ArrayRecordComponent")
final class SpecialDerivatives {
  /** Counts what the sweeps ask for. */
  static int asked;

  private SpecialDerivatives() {}

  @Differentiable
  @Derivative(of = Special.class, method = "cube")
  static double cubeVjp(double x, double bar) {
    return 3 * x * x * bar;
  }

  @Derivative(of = Special.class, method = "half")
  static float halfVjp(float x, float bar) {
    return bar / 2;
  }

  @Differentiable
  @Derivative(of = Special.class, method = "product")
  static double[] productVjp(double x, double y, int times, double bar) {
    return new double[] {times * y * y * bar, 2 * times * x * y * bar};
  }

  @Derivative(of = Special.class, method = "norm")
  static double[] normVjp(double[] x, double norm, double bar) {
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      gradient[i] = bar * x[i] / norm;
    }
    return gradient;
  }

  @Differentiable
  @Derivative(of = Special.class, method = "norm", mode = Mode.FORWARD)
  static double normJvp(double[] x, double[] dot) {
    double sum = 0;
    double norm = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * dot[i];
      norm += x[i] * x[i];
    }
    return sum / Math.sqrt(norm);
  }

  record Squares(double[] x, double factor) {}

  @Derivative(of = Special.class, method = "squares")
  static Squares squaresVjp(double[] x, double factor, double[] bar) {
    double[] gradient = new double[x.length];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      gradient[i] = 2 * factor * x[i] * bar[i];
      sum += x[i] * x[i] * bar[i];
    }
    return new Squares(gradient, sum);
  }

  @Derivative(of = Special.class, method = "squares", mode = Mode.FORWARD)
  static double[] squaresJvp(double[] x, double factor, double[] xDot, double factorDot) {
    double[] tangent = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      tangent[i] = 2 * factor * x[i] * xDot[i] + x[i] * x[i] * factorDot;
    }
    return tangent;
  }

  @Differentiable
  @Derivative(of = Special.class, method = "softplus")
  static Tensor softplusVjp(Tensor x, Tensor bar) {
    return bar.mul(x.sigmoid());
  }

  @Derivative(of = Special.class, method = "softplus", mode = Mode.FORWARD)
  static Tensor softplusJvp(Tensor x, Tensor dot) {
    return dot.mul(x.sigmoid());
  }

  @Derivative(of = Special.class, method = "same")
  static Tensor sameVjp(Tensor x, Tensor bar) {
    return bar.mul(7);
  }

  record ScaledBy(Tensor x, double factor, @Nullable Tensor y) {}

  @Derivative(of = Special.class, method = "scaledBy")
  static ScaledBy scaledByVjp(Tensor x, double factor, Tensor y, Tensor bar) {
    return new ScaledBy(bar.mul(factor).mul(y), bar.mul(x).mul(y).sum().item(), null);
  }

  @Derivative(of = Special.class, method = "scaled")
  static double scaledVjp(@NonDifferentiable("it is given") Special special, double x, double bar) {
    return bar * (special.scaled(x * 1.0001) - special.scaled(x * 0.9999)) / (x * 0.0002);
  }

  /** Counts, where the table's own derivative would not. */
  @Derivative(of = Math.class, method = "hypot")
  static double[] hypotVjp(double x, double y, double hypot, double bar) {
    asked++;
    return new double[] {bar * x / hypot, bar * y / hypot};
  }
}
