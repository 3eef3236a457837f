/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import static org.gradsmith.kernel.lane.SingleExponentials.BIAS;
import static org.gradsmith.kernel.lane.SingleExponentials.LN2_HIGH;
import static org.gradsmith.kernel.lane.SingleExponentials.LN2_LOW;
import static org.gradsmith.kernel.lane.SingleExponentials.LOG2_E;
import static org.gradsmith.kernel.lane.SingleExponentials.PRECISION;
import static org.gradsmith.kernel.lane.SingleExponentials.ROUNDER;

import org.gradsmith.kernel.lane.Lanes.Value;

/** Hyperbolic functions of float32. */
final class SingleHyperbolics {
  static final long SIGN = 1L << 31;

  /** tanh is 1 - 2 / (e^2x + 1) from here on, below a polynomial. */
  private static final double SERIES = 0.55;

  /** tanh rounds to 1 here. */
  private static final double ONE = 10;

  /** (tanh(x) - x) / x³ by x², below {@link #SERIES}; relative to tanh the error is 1.2e-9. */
  private static final double[] TANH = {
    -0x1.55554ap-2, 0x1.110ceep-3, -0x1.b91e7ep-5, 0x1.58e518p-6, -0x1.9921a2p-8
  };

  private SingleHyperbolics() {}

  /** The hyperbolic tangent. */
  static Value tanh(Lanes o, Value x) {
    Value size = o.abs(x);
    Value a = o.atMost(size, ONE);
    double rounder = ROUNDER + BIAS;
    Value shifted = o.fma(a, 2 * LOG2_E, o.constant(rounder));
    Value n = o.sub(shifted, rounder);
    Value half = o.fma(n, -LN2_LOW / 2, o.fma(n, -LN2_HIGH / 2, a));
    Value r = o.add(half, half);
    Value p = o.fma(o.mul(r, r), o.polynomial(r, SingleExponentials.TAIL), o.add(r, 1));
    Value power = o.number(o.left(o.bits(shifted), PRECISION));
    Value large = o.sub(o.constant(1), o.div(o.constant(2), o.fma(p, power, 1)));
    Value square = o.mul(size, size);
    Value small = o.fma(o.mul(size, square), o.polynomial(square, TANH), size);
    return withSign(o, o.ifLess(size, o.constant(SERIES), small, large), x);
  }

  /** A number without sign, with that of another. */
  static Value withSign(Lanes o, Value size, Value sign) {
    return o.number(o.or(o.bits(size), o.and(o.bits(sign), o.pattern(SIGN))));
  }
}
