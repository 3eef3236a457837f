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

  static final double LOG2_E = 1 / Math.log(2);
  static final double LN2_HIGH = (float) Math.log(2);
  static final double LN2_LOW = Math.log(2) - LN2_HIGH;

  /** Bits of the significand. */
  static final int PRECISION = 23;

  static final int BIAS = 127;

  private static final double ZERO_BELOW = -104;
  private static final double INFINITE_ABOVE = 89;

  /** (e^r - 1 - r) / r² for |r| up to ln 2 / 2; relative to e^r the error is 3.2e-9. */
  static final double[] TAIL = {
    0x1.fffffcp-2, 0x1.55548cp-3, 0x1.555858p-5, 0x1.123da6p-7, 0x1.6ac144p-10
  };

  private SingleExponentials() {}

  /** e^x. */
  static Value exp(Lanes o, Value x) {
    Value y = o.atMost(o.atLeast(x, ZERO_BELOW), INFINITE_ABOVE);
    double rounder = ROUNDER + 2 * BIAS;
    Value shifted = o.fma(y, LOG2_E, o.constant(rounder));
    Value n = o.sub(shifted, rounder);
    Value r = o.fma(n, -LN2_LOW, o.fma(n, -LN2_HIGH, y));
    Value p = o.fma(o.mul(r, r), o.polynomial(r, TAIL), o.add(r, 1));
    return twice(o, p, o.bits(shifted));
  }

  /**
   * p · 2^n by two factors, each a normal number, so that only the last product rounds, overflows
   * or becomes subnormal.
   *
   * @param count its low nine bits are n + 2 · 127
   */
  private static Value twice(Lanes o, Value p, Bits count) {
    Bits half = o.right(count, 1);
    Value first = o.number(o.left(half, PRECISION));
    Value second = o.number(o.left(o.minus(count, half), PRECISION));
    return o.mul(o.mul(p, first), second);
  }
}
