/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

/**
 * The error function: its power series where it converges fast, the continued fraction of its
 * complement beyond (Abramowitz, Stegun: Handbook of Mathematical Functions, 7.1.6 and 7.1.14).
 */
final class ErrorFunction {
  private static final double SERIES = 2.5;
  private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final double ROOT_PI = Math.sqrt(Math.PI);
  private static final double LARGEST = 27.3; // erfc beyond is smaller than any double
  private static final double TINY = 1e-300;

  private ErrorFunction() {}

  static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x) || x == 0) {
      return x;
    }
    double y = a < SERIES ? series(a) : 1 - fraction(a);
    return x < 0 ? -y : y;
  }

  static double erfc(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x < 0.5) {
      return 1 - erf(x);
    }
    return x < 1 ? 1 - series(x) : fraction(x);
  }

  /** erf x = 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (1·3·5···(2n+1)): all terms are positive. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > sum * 1e-18; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_BY_ROOT_PI * Math.exp(-x * x) * sum;
  }

  /** erfc x = e^(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))), by Lentz's method. */
  private static double fraction(double x) {
    if (x > LARGEST) {
      return 0;
    }
    double value = x;
    double c = x;
    double d = 0;
    for (int n = 1; n < 2000; n++) {
      double a = n / 2.0;
      d = 1 / nonzero(x + a * d);
      c = nonzero(x + a / c);
      double factor = c * d;
      value *= factor;
      if (Math.abs(factor - 1) < 1e-16) {
        break;
      }
    }
    return bell(x) / (ROOT_PI * value);
  }

  /** e^(-x²), x² being the sum of an exact square and a small rest: its rounding would be felt. */
  private static double bell(double x) {
    double high = (float) x;
    return Math.exp(-high * high) * Math.exp((high - x) * (high + x));
  }

  private static double nonzero(double x) {
    return x == 0 ? TINY : x;
  }

  /** Newton's and Halley's method on erf, on erfc where erf has no digits left. */
  static double inverse(double p) {
    if (p <= -1 || p >= 1 || p == 0 || Double.isNaN(p)) {
      return Math.abs(p) == 1 ? p * Double.POSITIVE_INFINITY : p == 0 ? p : Double.NaN;
    }
    double a = Math.abs(p);
    double q = 1 - a;
    double w = -Math.log(q * (1 + a));
    double u = 2 / (Math.PI * 0.147) - w / 2; // Winitzki's approximation
    double x = Math.sqrt(Math.sqrt(u * u + w / 0.147) - u);
    for (int i = 0; i < 4; i++) {
      double error = a < 0.5 ? erf(x) - a : q - erfc(x);
      double step = error / (TWO_BY_ROOT_PI * Math.exp(-x * x));
      x -= step / (1 + x * step);
    }
    return p < 0 ? -x : x;
  }
}
