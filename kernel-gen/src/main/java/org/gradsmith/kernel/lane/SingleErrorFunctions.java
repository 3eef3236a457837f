/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import static org.gradsmith.kernel.lane.SingleExponentials.BIAS;
import static org.gradsmith.kernel.lane.SingleExponentials.PRECISION;

import org.gradsmith.kernel.lane.Lanes.Value;
import org.gradsmith.kernel.lane.SingleExponentials.Reduced;

/** The error function in float32, by polynomials fitted by Remez' exchange. */
final class SingleErrorFunctions {
  /** erf is 1 - e^p(x) from here on. */
  private static final double ERF_FROM = 0.875;

  /** erf rounds to 1 here. */
  private static final double ERF_ONE = 4;

  /** erf(x) / x - 1 by x²; relative to erf the error is 1.4e-8. */
  private static final double[] SMALL = {
    0x1.06eba6p-3, -0x1.8126eep-2, 0x1.ce1beep-4, -0x1.b6a216p-6, 0x1.47c52ap-8, -0x1.3c566ap-11
  };

  /** log(erfc(x)); relative to erf the error that it makes is 1.9e-9. */
  private static final double[] LOGARITHM = {
    -0x1.1820aap-13,
    -0x1.20c06cp+0,
    -0x1.46026cp-1,
    -0x1.ab5356p-4,
    0x1.6f554cp-6,
    -0x1.955070p-9,
    0x1.a585e8p-13
  };

  private SingleErrorFunctions() {}

  /** The error function, odd to the bit; within 1.2 ulp. */
  static Value erf(Lanes o, Value x) {
    Value size = o.abs(x);
    Value logarithm = o.polynomial(o.atMost(size, ERF_ONE), LOGARITHM);
    Reduced reduced = Reduced.of(o, logarithm, BIAS);
    Value power = o.number(o.left(o.bits(reduced.shifted()), PRECISION));
    Value p = o.add(reduced.powerLessOne(o), 1);
    Value large = o.fma(o.neg(p), power, 1);
    return o.withSign(o.ifLess(size, o.constant(ERF_FROM), small(o, size), large), x);
  }

  private static Value small(Lanes o, Value x) {
    return o.fma(x, o.polynomial(o.mul(x, x), SMALL), x);
  }
}
