/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import org.gradsmith.kernel.lane.Lanes.Bits;
import org.gradsmith.kernel.lane.Lanes.Value;

/**
 * Exponential functions of float32: with n = x / ln 2 rounded and r = x - n · ln 2 (in two steps,
 * Cody and Waite), e^x = 2^n · e^r, where e^r is a polynomial, fitted by Remez' exchange with the
 * coefficients rounded one after the other.
 */
final class SingleExponentials {
  /** Added to a number below 2^22 it leaves the number rounded, in the low bits. */
  static final double ROUNDER = 0x1.8p23;

  static final double LN2_HIGH = (float) Math.log(2);
  static final double LN2_LOW = Math.log(2) - LN2_HIGH;

  /** Bits of the significand behind the point. */
  static final int PRECISION = 23;

  static final int BIAS = 127;

  private static final double LOG2_E = 1 / Math.log(2);

  /** (e^r - 1 - r) / r² for |r| up to ln 2 / 2; relative to e^r the error is 3.2e-9. */
  private static final double[] EXP = {
    0x1.fffffcp-2, 0x1.55548cp-3, 0x1.555858p-5, 0x1.123da6p-7, 0x1.6ac144p-10
  };

  /** The same; relative to e^r - 1 the error is 3.4e-9. */
  private static final double[] EXPM1 = {
    0x1p-1, 0x1.55552cp-3, 0x1.555502p-5, 0x1.1155a8p-7, 0x1.6d2e4ap-10, 0x1.3b8acep-13
  };

  /** (2^r - 1 - r · ln 2) / r² for |r| up to ½; relative to 2^r the error is 3.2e-9. */
  private static final double[] EXP2 = {
    0x1.ebfbdcp-3, 0x1.c6af84p-5, 0x1.3b2db0p-7, 0x1.5f06a0p-10, 0x1.41a414p-13
  };

  private SingleExponentials() {}

  /**
   * A number x as n · ln 2 + r.
   *
   * @param shifted its low bits are n plus what was asked for
   */
  record Reduced(Value shifted, Value n, Value r) {
    /** Of x below 2^22 · ln 2. */
    static Reduced of(Lanes o, Value x, int plus) {
      Value shifted = o.fma(x, LOG2_E, o.constant(ROUNDER + plus));
      Value n = o.sub(shifted, ROUNDER + plus);
      return new Reduced(shifted, n, o.fma(n, -LN2_LOW, o.fma(n, -LN2_HIGH, x)));
    }

    /** e^r - 1. */
    Value powerLessOne(Lanes o) {
      return o.fma(o.mul(r, r), o.polynomial(r, EXP), r);
    }
  }

  /** e^x; within 1.1 ulp. */
  static Value exp(Lanes o, Value x) {
    return scaled(o, o.atMost(o.atLeast(x, -104), 89), 0);
  }

  /** e^x · 2^exponent, the product neither too large nor too small for the bits of an exponent. */
  static Value scaled(Lanes o, Value x, int exponent) {
    Reduced reduced = Reduced.of(o, x, 2 * BIAS + exponent);
    return twice(o, reduced.powerLessOne(o), o.bits(reduced.shifted));
  }

  /** 2^x, exact where x is an integer; within 1.1 ulp. */
  static Value exp2(Lanes o, Value x) {
    Value y = o.atMost(o.atLeast(x, -151), 129);
    Value shifted = o.add(y, ROUNDER + 2 * BIAS);
    Value r = o.sub(y, o.sub(shifted, ROUNDER + 2 * BIAS));
    Value tail = o.mul(o.mul(r, r), o.polynomial(r, EXP2));
    return twice(o, o.fma(r, LN2_HIGH, tail), o.bits(shifted));
  }

  /**
   * (1 + q) · 2^n by two factors, each a normal number: the first step rounds once, the last
   * product rounds only where it becomes subnormal, and nothing else overflows.
   *
   * @param count its low nine bits are n + 2 · 127
   */
  static Value twice(Lanes o, Value q, Bits count) {
    Bits half = o.right(count, 1);
    Value first = o.number(o.left(half, PRECISION));
    Value second = o.number(o.left(o.minus(count, half), PRECISION));
    return o.mul(o.fma(q, first, first), second);
  }

  /**
   * e^x - 1 = 2 · ((2^(n-1) - ½) + 2^(n-1) · (e^r - 1)), r and the sum with the part that rounding
   * takes from them; within 1.1 ulp.
   */
  static Value expm1(Lanes o, Value x) {
    Value y = o.atMost(o.atLeast(x, -20), 89);
    double rounder = ROUNDER + BIAS - 1;
    Value shifted = o.fma(y, LOG2_E, o.constant(rounder));
    Value n = o.sub(shifted, rounder);
    Value rough = o.fma(n, -LN2_HIGH, y);
    Value low = o.mul(n, LN2_LOW);
    Value r = o.sub(rough, low);
    Value lost = o.sub(o.sub(rough, r), low);
    Value tail = o.fma(o.mul(r, r), o.polynomial(r, EXPM1), lost);

    Value power = o.number(o.left(o.bits(shifted), PRECISION));
    Value base = o.sub(power, 0.5);
    Value first = o.mul(power, r);
    Value sum = o.add(base, first);
    Value rest = o.fma(power, tail, o.sub(first, o.sub(sum, base)));
    Value half = o.add(sum, rest);
    return o.ifLess(o.abs(x), o.constant(0x1p-25), x, o.add(half, half));
  }
}
