/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

/**
 * The logarithm of the gamma function and its derivatives: the asymptotic series for large
 * arguments, recurrence towards them, reflection for negative ones (Abramowitz, Stegun: Handbook of
 * Mathematical Functions, 6.1.40, 6.3.18, 6.4.11).
 */
final class GammaFunctions {
  private static final double LARGE = 12;
  private static final double LOWEST = -0x1p20; // so far the recurrence goes
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** Bernoulli numbers B2, B4, ... */
  private static final double[] BERNOULLI = {
    1.0 / 6,
    -1.0 / 30,
    1.0 / 42,
    -1.0 / 30,
    5.0 / 66,
    -691.0 / 2730,
    7.0 / 6,
    -3617.0 / 510,
    43867.0 / 798,
    -174611.0 / 330
  };

  private GammaFunctions() {}

  /** log |Γ(x)|. */
  static double logarithm(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Double.isInfinite(x) || (x <= 0 && x == Math.floor(x))) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < 0.5) {
      double sine = Math.abs(Math.sin(Math.PI * (x - 2 * Math.floor(x / 2))));
      return Math.log(Math.PI / sine) - logarithm(1 - x);
    }
    double product = 1;
    double z = x;
    while (z < LARGE) {
      product *= z;
      z += 1;
    }
    double sum = 0;
    double power = z;
    for (int k = 0; k < BERNOULLI.length; k++) {
      sum += BERNOULLI[k] / ((2 * k + 2) * (2 * k + 1) * power);
      power *= z * z;
    }
    return (z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI + sum - Math.log(product);
  }

  /** Γ'(x) / Γ(x). */
  static double digamma(double x) {
    if (x == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, -x);
    }
    if (x < 0) {
      if (x == Math.floor(x)) {
        return Double.NaN;
      }
      double part = x - Math.rint(x);
      return digamma(1 - x) - Math.PI / Math.tan(Math.PI * part);
    }
    double shift = 0;
    double z = x;
    while (z < LARGE) {
      shift += 1 / z;
      z += 1;
    }
    double sum = 0;
    double power = z * z;
    for (int k = 0; k < BERNOULLI.length; k++) {
      sum += BERNOULLI[k] / ((2 * k + 2) * power);
      power *= z * z;
    }
    return Math.log(z) - 0.5 / z - sum - shift;
  }

  /** The derivative of that order of digamma: (-1)^(n+1) n! Σ 1/(x + k)^(n+1). */
  static double polygamma(int order, double x) {
    if (order == 0) {
      return digamma(x);
    }
    if (order == 1 && x < 0.5) {
      double sine = Math.sin(Math.PI * x); // not reduced: a large number at the poles, as PyTorch's
      return Math.PI * Math.PI / (sine * sine) - polygamma(1, 1 - x);
    }
    if (Double.isNaN(x) || x < LOWEST) {
      return Double.NaN;
    }
    if (x <= 0 && x == Math.floor(x)) {
      return order % 2 == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    double factorial = 1;
    for (int k = 2; k <= order; k++) {
      factorial *= k;
    }
    return (order % 2 == 1 ? factorial : -factorial) * zeta(order + 1, x);
  }

  /** Hurwitz's zeta function, by the formula of Euler and Maclaurin. */
  private static double zeta(int s, double x) {
    double sum = 0;
    double z = x;
    while (z < LARGE) {
      sum += Math.pow(z, -s);
      z += 1;
    }
    sum += Math.pow(z, 1 - s) / (s - 1) + 0.5 * Math.pow(z, -s);
    double factor = s;
    double power = Math.pow(z, -s - 1);
    double factorial = 2;
    for (int k = 0; k < BERNOULLI.length; k++) {
      sum += BERNOULLI[k] / factorial * factor * power;
      int next = 2 * k + 2;
      factor *= (double) (s + next - 1) * (s + next);
      power /= z * z;
      factorial *= (double) (next + 1) * (next + 2);
    }
    return sum;
  }
}
