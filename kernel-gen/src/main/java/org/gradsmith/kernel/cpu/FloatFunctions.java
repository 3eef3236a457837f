/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

/** The functions of floating-point numbers that loops call by name, in double. */
public final class FloatFunctions {
  private static final double LN2 = Math.log(2);
  private static final double SQRT2 = Math.sqrt(2);
  private static final double LARGE = 0x1p28;

  private FloatFunctions() {}

  public static double abs(double x) {
    return Math.abs(x);
  }

  public static double floor(double x) {
    return Math.floor(x);
  }

  public static double ceil(double x) {
    return Math.ceil(x);
  }

  public static double round(double x) {
    return Math.rint(x);
  }

  public static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  public static double exp2(double x) {
    return Math.pow(2, x);
  }

  /** Exact at powers of two. Next to 1, on both sides, nothing is added that would cancel. */
  public static double log2(double x) {
    if (!(x > 0) || x == Double.POSITIVE_INFINITY || x < Double.MIN_NORMAL) {
      return Math.log(x) / LN2;
    }
    int exponent = Math.getExponent(x);
    if (Math.scalb(x, -exponent) > SQRT2) {
      exponent++;
    }
    return exponent + Math.log(Math.scalb(x, -exponent)) / LN2;
  }

  /** log(|x| + sqrt(x² + 1)) with the sign of x, arranged so that small x keep their digits. */
  public static double asinh(double x) {
    double a = Math.abs(x);
    double y = a > LARGE ? Math.log(a) + LN2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(y, x);
  }

  /** log(x + sqrt(x² - 1)), in terms of x - 1 so that x near 1 keep their digits; NaN below 1. */
  public static double acosh(double x) {
    if (x < 1) {
      return Double.NaN; // far below, the terms would cancel
    }
    if (x > LARGE) {
      return Math.log(x) + LN2;
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  /** log((1 + x) / (1 - x)) / 2. */
  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
  }

  public static double erf(double x) {
    return ErrorFunction.erf(x);
  }

  public static double erfc(double x) {
    return ErrorFunction.erfc(x);
  }

  public static double erfinv(double x) {
    return ErrorFunction.inverse(x);
  }

  public static double lgamma(double x) {
    return GammaFunctions.logarithm(x);
  }

  public static double digamma(double x) {
    return GammaFunctions.digamma(x);
  }

  public static double polygamma(double order, double x) {
    return GammaFunctions.polygamma((int) order, x);
  }

  public static double scaledbessel(double order, double x) {
    return BesselFunctions.scaled((int) order, x);
  }

  public static double pow(double x, double y) {
    // C's power: 1 to any power is 1, and so is -1 to an infinite one
    return x == 1 || (x == -1 && Double.isInfinite(y)) ? 1 : Math.pow(x, y);
  }

  public static double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  public static double hypot(double x, double y) {
    return Math.hypot(x, y);
  }

  public static double copysign(double x, double y) {
    return Double.isNaN(x) ? x : Math.copySign(x, y);
  }

  public static double nextafter(double x, double y) {
    return Math.nextAfter(x, y);
  }

  public static double fmod(double x, double y) {
    return x % y;
  }

  public static double remainder(double x, double y) {
    double rest = x % y;
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
  }

  /** The quotient rounded down, by way of the exact remainder, as in C and Python. */
  public static double floordiv(double x, double y) {
    if (y == 0) {
      return x / y;
    }
    double rest = x % y;
    double quotient = (x - rest) / y;
    if (rest != 0 && (y < 0) != (rest < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0, x / y);
    }
    double down = Math.floor(quotient);
    return quotient - down > 0.5 ? down + 1 : down;
  }

  public static double truncdiv(double x, double y) {
    return trunc(x / y);
  }

  // The bits of floating-point numbers are nobody's business.

  public static double and(double x, double y) {
    return x != 0 && y != 0 ? 1 : 0;
  }

  public static double or(double x, double y) {
    return x != 0 || y != 0 ? 1 : 0;
  }

  public static double xor(double x, double y) {
    return (x != 0) == (y != 0) ? 0 : 1;
  }

  public static double shiftleft(double x, double y) {
    return x * Math.pow(2, y);
  }

  public static double shiftright(double x, double y) {
    return x / Math.pow(2, y);
  }
}
