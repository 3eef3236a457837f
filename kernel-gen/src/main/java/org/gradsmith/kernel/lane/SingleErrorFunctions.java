/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import static org.gradsmith.kernel.lane.SingleExponentials.BIAS;
import static org.gradsmith.kernel.lane.SingleExponentials.PRECISION;

import org.gradsmith.kernel.lane.Lanes.Value;
import org.gradsmith.kernel.lane.SingleExponentials.Reduced;

/** The error function and its complement in float32, by polynomials fitted by Remez' exchange. */
final class SingleErrorFunctions {
  /** erf is 1 - e^p(x) from here on. */
  private static final double ERF_FROM = 0.875;

  /** erf rounds to 1 here. */
  private static final double ERF_ONE = 4;

  /** erfc is e^(-x²) · p((x - 2) / (x + 2)) / (1 + 2x) from here on. */
  private static final double ERFC_FROM = 0.5;

  /** erfc rounds to 0 here. */
  private static final double ERFC_ZERO = 10.2;

  private static final double CENTRE = 2;

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

  /** e^(x²) · erfc(x) · (1 + 2x) by (x - 2) / (x + 2); the relative error is 4.0e-9. */
  private static final double[] SCALED = {
    1.276978384911708, -0.092763766581098, -0.16603082224746246, 0.16404883213698337,
    -0.054211305374628496, -0.008006511128512432, 0.008659415204825752, 0.0011492211460486707,
    -0.0012659578564175335, -0.00022838934999873367
  };

  private SingleErrorFunctions() {}

  /** The error function, odd to the bit; within 1 ulp. */
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

  /** The complement of the error function, 1 - erf x; within 2 ulp. */
  static Value erfc(Lanes o, Value x) {
    Value size = o.abs(x);
    Value a = o.atMost(size, ERFC_ZERO);
    Value square = o.mul(a, a);
    Value lost = o.fma(a, a, o.neg(square));
    Reduced rough = Reduced.of(o, o.neg(square), 2 * BIAS);
    Reduced reduced = new Reduced(rough.shifted(), rough.n(), o.sub(rough.r(), lost));
    Value place = o.div(o.sub(a, CENTRE), o.add(a, CENTRE));
    Value p = o.polynomial(place, SCALED);
    Value twice = o.add(a, a);
    Value below = o.add(twice, 1);
    Value belowLost = o.sub(o.constant(1), o.sub(below, twice));
    Value inverse = o.div(o.constant(1), below);
    Value factor = o.mul(p, inverse);
    Value factorLost = o.fma(o.neg(factor), belowLost, o.fma(o.neg(factor), below, p));
    Value tail = o.fma(factor, reduced.powerLessOne(o), o.mul(factorLost, inverse));
    Value far = SingleExponentials.twice(o, o.add(factor, tail), o.bits(reduced.shifted()));
    Value large = o.ifLess(x, o.constant(0), o.sub(o.constant(2), far), far);
    Value near = o.sub(o.constant(1), small(o, x));
    return o.ifLess(size, o.constant(ERFC_FROM), near, large);
  }
}
