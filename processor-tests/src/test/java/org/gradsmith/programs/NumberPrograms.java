/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import org.gradsmith.annotation.Differentiable;

/** Programs on doubles and arrays of doubles. */
final class NumberPrograms {
  private NumberPrograms() {}

  @Differentiable
  static double scalarParams(double[] c, double x, double y) {
    double p = 0;
    for (int i = c.length - 1; i >= 0; i--) {
      p = p * x + c[i];
    }
    double r = Math.sqrt(x * x + y * y);
    double a = Math.atan2(y, x);
    if (p > 0) {
      p = Math.log1p(p);
    } else {
      p = Math.exp(p) - 1;
    }
    return p * r + Math.sin(a) * Math.pow(r, 1.5) - Math.max(x, y) * Math.abs(y);
  }

  /** The root, and the number of rounds it took, which has no derivative. */
  @Differentiable
  static double[] newtonRoot(double a, double b) {
    double y = 1.0;
    int rounds = 0;
    while (rounds < 50) {
      double step = (y * y * y + a * y - b) / (3 * y * y + a);
      y = y - step;
      rounds++;
      if (Math.abs(step) < 1e-12) {
        break;
      }
    }
    return new double[] {y, rounds};
  }

  @Differentiable
  static double mandelbrotSmooth(double cr, double ci, int n) {
    double zr = 0;
    double zi = 0;
    for (int k = 0; k < n; k++) {
      double t = zr * zr - zi * zi + cr;
      zi = 2 * zr * zi + ci;
      zr = t;
      double m = zr * zr + zi * zi;
      if (m > 100.0) {
        return k + 1 - Math.log(0.5 * Math.log(m)) / Math.log(2.0);
      }
    }
    return zr * zr + zi * zi;
  }

  @Differentiable
  static double[] pendulumRk4(double th0, double om0, double g, double l, double d, double dt) {
    double th = th0;
    double om = om0;
    for (int i = 0; i < 50; i++) {
      double k1t = om;
      double k1o = acceleration(th, om, g, l, d);
      double k2t = om + 0.5 * dt * k1o;
      double k2o = acceleration(th + 0.5 * dt * k1t, om + 0.5 * dt * k1o, g, l, d);
      double k3t = om + 0.5 * dt * k2o;
      double k3o = acceleration(th + 0.5 * dt * k2t, om + 0.5 * dt * k2o, g, l, d);
      double k4t = om + dt * k3o;
      double k4o = acceleration(th + dt * k3t, om + dt * k3o, g, l, d);
      th = th + dt / 6 * (k1t + 2 * k2t + 2 * k3t + k4t);
      om = om + dt / 6 * (k1o + 2 * k2o + 2 * k3o + k4o);
    }
    return new double[] {
      th, om, 0.5 * (om0 * om0 - om * om) + (g / l) * (Math.cos(th) - Math.cos(th0))
    };
  }

  private static double acceleration(double th, double om, double g, double l, double d) {
    return -(g / l) * Math.sin(th) - d * om;
  }
}
