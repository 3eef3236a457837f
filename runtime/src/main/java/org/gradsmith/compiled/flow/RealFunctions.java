/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

/** Functions of numbers that {@link Math} lacks. */
public final class RealFunctions {
  private RealFunctions() {}

  /** The quotient rounded towards zero. */
  public static double truncDiv(double x, double y) {
    return trunc(x / y);
  }

  /** The quotient rounded down. */
  public static double floorDiv(double x, double y) {
    return Math.floor(x / y);
  }

  /** Towards zero. */
  public static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** 2 to the power of x. */
  public static double exp2(double x) {
    return Math.pow(2, x);
  }

  /** Logarithm to base 2. */
  public static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
