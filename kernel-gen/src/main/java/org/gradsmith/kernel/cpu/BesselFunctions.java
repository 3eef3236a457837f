/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

/**
 * Modified Bessel functions of the first kind, times e^-|x| (Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 9.6.10 and 9.7.1). All terms of the power series are positive, so it
 * loses no digits; where it gets long, the asymptotic one is precise.
 */
final class BesselFunctions {
  private static final double LARGE = 35;
  private static final double NEGLIGIBLE = 0x1p-54;

  private BesselFunctions() {}

  /** e^-|x| · I_n(x); negative orders are those of |n|. */
  static double scaled(int order, double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    int n = Math.abs(order);
    double a = Math.abs(x);
    double value = a > LARGE + n * n ? asymptotic(n, a) : Math.exp(-a) * series(n, a);
    return n % 2 == 1 ? Math.copySign(value, x) : value;
  }

  /** (x/2)^n / n! · Σ (x²/4)^k / (k! · (n + 1) ··· (n + k)). */
  private static double series(int n, double x) {
    double quarter = 0.25 * x * x;
    double term = 1;
    for (int k = 1; k <= n; k++) {
      term *= 0.5 * x / k;
    }
    double sum = term;
    for (int k = 1; term > sum * NEGLIGIBLE; k++) {
      term *= quarter / ((double) k * (n + k));
      sum += term;
    }
    return sum;
  }

  /** 1 / √(2πx) · Σ (-1)^k (4n² - 1²) ··· (4n² - (2k - 1)²) / (k! (8x)^k). */
  private static double asymptotic(int n, double x) {
    double fourSquares = 4.0 * n * n;
    double term = 1;
    double sum = 1;
    for (int k = 1; Math.abs(term) > NEGLIGIBLE; k++) {
      double odd = 2 * k - 1;
      term *= (odd * odd - fourSquares) / (k * 8 * x);
      sum += term;
    }
    return sum / Math.sqrt(2 * Math.PI * x);
  }
}
