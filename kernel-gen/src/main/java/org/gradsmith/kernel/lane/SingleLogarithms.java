/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import static org.gradsmith.kernel.lane.SingleExponentials.LN2_HIGH;
import static org.gradsmith.kernel.lane.SingleExponentials.LN2_LOW;
import static org.gradsmith.kernel.lane.SingleExponentials.PRECISION;
import static org.gradsmith.kernel.lane.SingleExponentials.ROUNDER;

import org.gradsmith.kernel.lane.Lanes.Bits;
import org.gradsmith.kernel.lane.Lanes.Value;

/**
 * Logarithms of float32: x = 2^e · (1 + f) with 1 + f between √½ and √2, log x = e · ln 2 + log(1 +
 * f), the second a polynomial, fitted by Remez' exchange with the coefficients rounded one after
 * the other.
 */
final class SingleLogarithms {
  private static final double SUBNORMAL_SCALE = 0x1p25;
  private static final int SUBNORMAL_SHIFT = 25;

  /** √½. */
  private static final long LOWEST = Float.floatToRawIntBits(0x1.6a09e6p-1f);

  private static final double LOG2_E = 1 / Math.log(2);
  private static final double LOG2_E_HIGH = (float) LOG2_E;
  private static final double LOG10_E = 1 / Math.log(10);
  private static final double LOG10_E_HIGH = (float) LOG10_E;
  private static final double LOG10_2 = Math.log10(2);
  private static final double LOG10_2_HIGH = (float) LOG10_2;

  /** (log(1 + f) - f + f²/2) / f³; relative to log(1 + f) the error is 1.5e-8. */
  private static final double[] TAIL = {
    0x1.555606p-2, -0x1.00012ap-2, 0x1.9951b4p-3, -0x1.5483aep-3,
    0x1.281abcp-3, -0x1.1144cap-3, 0x1.d14a82p-4, -0x1.cf71d4p-5
  };

  private SingleLogarithms() {}

  /** A positive number as 2^e · (1 + f). */
  private record Split(Value e, Value f) {
    /** Of a normal number. */
    static Split normal(Lanes o, Value x) {
      return of(o, x, o.constant(ROUNDER));
    }

    static Split any(Lanes o, Value x) {
      Value least = o.constant(Float.MIN_NORMAL);
      Value rounder =
          o.ifLess(x, least, o.constant(ROUNDER + SUBNORMAL_SHIFT), o.constant(ROUNDER));
      return of(o, o.ifLess(x, least, o.mul(x, SUBNORMAL_SCALE), x), rounder);
    }

    private static Split of(Lanes o, Value x, Value rounder) {
      Bits bits = o.bits(x);
      Bits exponent = o.right(o.minus(bits, o.pattern(LOWEST)), PRECISION);
      Value f = o.sub(o.number(o.minus(bits, o.left(exponent, PRECISION))), 1);
      Bits shifted = o.plus(exponent, o.pattern(Float.floatToRawIntBits((float) ROUNDER)));
      return new Split(o.sub(o.number(shifted), rounder), f);
    }

    /** log(1 + f) - f. */
    Value tail(Lanes o) {
      Value square = o.mul(f, f);
      return o.fma(square, -0.5, o.mul(o.mul(f, square), o.polynomial(f, TAIL)));
    }
  }

  /** The natural logarithm; within 1.1 ulp. */
  static Value log(Lanes o, Value x) {
    Split split = Split.any(o, x);
    return special(o, x, natural(o, split, split.tail(o)));
  }

  private static Value natural(Lanes o, Split split, Value tail) {
    return o.fma(split.e, LN2_HIGH, o.add(split.f, o.fma(split.e, LN2_LOW, tail)));
  }

  /**
   * log(u) + c / u, where 1 + x is u when rounded, and c is what rounding takes; within 1.2 ulp.
   */
  static Value log1p(Lanes o, Value x) {
    Value one = o.constant(1);
    Value u = o.add(one, x);
    Value back = o.sub(u, one);
    Value c = o.add(o.sub(one, o.sub(u, back)), o.sub(x, back));
    Split split = Split.normal(o, u);
    Value y = natural(o, split, o.add(split.tail(o), o.div(c, u)));
    return o.ifEqual(x, o.constant(0), x, special(o, u, y));
  }

  /** The logarithm to base 2, exact at powers of 2; within 1.1 ulp. */
  static Value log2(Lanes o, Value x) {
    Split split = Split.any(o, x);
    Value low = o.fma(split.tail(o), LOG2_E, o.mul(split.f, LOG2_E - LOG2_E_HIGH));
    return special(o, x, o.add(split.e, o.fma(split.f, LOG2_E_HIGH, low)));
  }

  /** The logarithm to base 10, exact at powers of 10; within 1.1 ulp. */
  static Value log10(Lanes o, Value x) {
    Split split = Split.any(o, x);
    Value low = o.fma(split.tail(o), LOG10_E, o.mul(split.f, LOG10_E - LOG10_E_HIGH));
    low = o.fma(split.e, LOG10_2 - LOG10_2_HIGH, low);
    return special(o, x, o.fma(split.e, LOG10_2_HIGH, o.fma(split.f, LOG10_E_HIGH, low)));
  }

  /** The logarithms of what is no positive number, y being that of one. */
  private static Value special(Lanes o, Value x, Value y) {
    Value zero = o.constant(0);
    Value none = o.ifEqual(x, zero, o.constant(Double.NEGATIVE_INFINITY), o.constant(Double.NaN));
    return o.ifLess(zero, x, o.ifLess(x, o.constant(Double.POSITIVE_INFINITY), y, x), none);
  }
}
