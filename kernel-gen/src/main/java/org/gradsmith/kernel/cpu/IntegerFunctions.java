/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

/** The functions of integers that loops call by name. */
public final class IntegerFunctions {
  private IntegerFunctions() {}

  /** x to the power of y, rounded towards zero; so a negative power is 0 but for x = 1 and -1. */
  public static long pow(long x, long y) {
    if (y < 0) {
      return x == 1 ? 1 : x == -1 ? ((y & 1) == 0 ? 1 : -1) : 0;
    }
    long result = 1;
    long base = x;
    for (long left = y; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        result *= base;
      }
      base *= base;
    }
    return result;
  }

  public static long fmod(long x, long y) {
    return x % divisor(y);
  }

  public static long remainder(long x, long y) {
    return Math.floorMod(x, divisor(y));
  }

  public static long floordiv(long x, long y) {
    return Math.floorDiv(x, divisor(y));
  }

  public static long truncdiv(long x, long y) {
    return x / divisor(y);
  }

  private static long divisor(long y) {
    if (y == 0) {
      throw new ArithmeticException("an integer was divided by zero");
    }
    return y;
  }

  public static long and(long x, long y) {
    return x & y;
  }

  public static long or(long x, long y) {
    return x | y;
  }

  public static long xor(long x, long y) {
    return x ^ y;
  }

  /** x · 2^y; nothing is left where y is no place of a bit. */
  public static long shiftleft(long x, long y) {
    return y < 0 || y >= Long.SIZE ? 0 : x << y;
  }

  /** x / 2^y, rounded down. */
  public static long shiftright(long x, long y) {
    return x >> (y < 0 || y >= Long.SIZE ? Long.SIZE - 1 : y);
  }
}
