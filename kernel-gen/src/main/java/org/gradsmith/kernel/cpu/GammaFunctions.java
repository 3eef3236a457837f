/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

/**
 * The logarithm of the gamma function and its derivatives: the asymptotic series for large
 * arguments, recurrence towards them, reflection for negative ones, a power series around the zeros
 * 1 and 2 (Abramowitz, Stegun: Handbook of Mathematical Functions, 6.1.33, 6.1.40, 6.3.18, 6.4.11).
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

  private static final double ONE_MINUS_EULER = 0.42278433509846713;

  /** Riemann's ζ(2) - 1, ζ(3) - 1, ... */
  private static final double[] ZETA_MINUS_ONE = {
    0.6449340668482264,
    0.2020569031595943,
    0.08232323371113819,
    0.03692775514336993,
    0.01734306198444914,
    0.008349277381922827,
    0.00407735619794434,
    0.0020083928260822143,
    0.0009945751278180853,
    0.0004941886041194645,
    0.0002460865533080483,
    0.00012271334757848915,
    6.124813505870483e-05,
    3.058823630702049e-05,
    1.528225940865187e-05,
    7.637197637899763e-06,
    3.81729326499984e-06,
    1.908212716553939e-06,
    9.539620338727962e-07,
    4.769329867878064e-07,
    2.38450502727733e-07,
    1.1921992596531106e-07,
    5.960818905125948e-08,
    2.980350351465228e-08,
    1.4901554828365043e-08,
    7.45071178983543e-09,
    3.725334024788457e-09,
    1.862659723513049e-09
  };

  /** Below it Γ(x) is 1/x to the last digit. */
  private static final double SMALL = 0x1p-60;

  private GammaFunctions() {}

  /** log |Γ(x)|. */
  static double logarithm(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Double.isInfinite(x) || (x <= 0 && x == Math.floor(x))) {
      return Double.POSITIVE_INFINITY;
    }
    if (Math.abs(x) < SMALL) {
      return -Math.log(Math.abs(x));
    }
    if (x < 0.5) {
      double part = x - Math.rint(x); // exact, so that the smallest numbers keep their digits
      double sine = Math.abs(Math.sin(Math.PI * part));
      return Math.log(Math.PI) - Math.log(sine) - logarithm(1 - x);
    }
    if (x < 2.5) {
      return x < 1.5 ? aroundTwo(x - 1) - Math.log1p(x - 1) : aroundTwo(x - 2);
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

  /** log Γ(2 + t) for small t (6.1.33), which keeps its digits where that is near 0. */
  private static double aroundTwo(double t) {
    double sum = 0;
    for (int k = ZETA_MINUS_ONE.length + 1; k >= 2; k--) {
      sum = ZETA_MINUS_ONE[k - 2] / k - t * sum;
    }
    return t * (ONE_MINUS_EULER + t * sum);
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
