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

  /** (log(1 + f) - f + f²/2) / f³; relative to log(1 + f) the error is 1.5e-8. */
  private static final double[] TAIL = {
    0x1.555606p-2, -0x1.00012ap-2, 0x1.9951b4p-3, -0x1.5483aep-3,
    0x1.281abcp-3, -0x1.1144cap-3, 0x1.d14a82p-4, -0x1.cf71d4p-5
  };

  private SingleLogarithms() {}

  /** The natural logarithm. */
  static Value log(Lanes o, Value x) {
    Value small = o.constant(Float.MIN_NORMAL);
    Value y = o.ifLess(x, small, o.mul(x, SUBNORMAL_SCALE), x);
    Value rounder = o.ifLess(x, small, o.constant(ROUNDER + SUBNORMAL_SHIFT), o.constant(ROUNDER));
    Bits bits = o.bits(y);
    Bits exponent = o.right(o.minus(bits, o.pattern(LOWEST)), PRECISION);
    Value f = o.sub(o.number(o.minus(bits, o.left(exponent, PRECISION))), 1);
    Bits shifted = o.plus(exponent, o.pattern(Float.floatToRawIntBits((float) ROUNDER)));
    Value e = o.sub(o.number(shifted), rounder);

    Value square = o.mul(f, f);
    Value tail = o.mul(o.mul(f, square), o.polynomial(f, TAIL));
    tail = o.fma(square, -0.5, o.fma(e, LN2_LOW, tail));
    return special(o, x, o.fma(e, LN2_HIGH, o.add(f, tail)));
  }

  /** The logarithms of what is no positive number, y being that of one. */
  private static Value special(Lanes o, Value x, Value y) {
    Value zero = o.constant(0);
    Value none = o.ifEqual(x, zero, o.constant(Double.NEGATIVE_INFINITY), o.constant(Double.NaN));
    return o.ifLess(zero, x, o.ifLess(x, o.constant(Double.POSITIVE_INFINITY), y, x), none);
  }
}
