/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import org.gradsmith.kernel.lane.Lanes.Value;

/** Inverse trigonometric functions of float32, by polynomials fitted by Remez' exchange. */
final class SingleArcs {
  private static final double HALF_PI = Math.PI / 2;
  private static final double HALF_PI_HIGH = (float) HALF_PI;
  private static final double HALF_PI_LOW = HALF_PI - HALF_PI_HIGH;
  private static final double ARC_SINE_FROM = 0.5;

  /** (atan(x) - x) / x³ by x², up to 1; relative to atan the error is 2.7e-9. */
  private static final double[] ATAN = {
    -0x1.55553ep-2,
    0x1.9991e4p-3,
    -0x1.242084p-3,
    0x1.c08c1ap-4,
    -0x1.580814p-4,
    0x1.da24cap-5,
    -0x1.fd6fbcp-6,
    0x1.6410e4p-7,
    -0x1.d32dacp-10
  };

  /** (asin(x) - x) / x³ by x², up to ½; relative to asin the error is 2.9e-10. */
  private static final double[] ASIN = {
    0x1.55554cp-3, 0x1.3338acp-4, 0x1.6ca754p-5, 0x1.04d2e6p-5, 0x1.d522dep-7, 0x1.34c5a8p-5
  };

  private SingleArcs() {}

  /** The arc tangent, odd to the bit, from 1 on by that of the reciprocal; within 1.5 ulp. */
  static Value atan(Lanes o, Value x) {
    Value size = o.abs(x);
    Value one = o.constant(1);
    Value z = o.ifLess(one, size, o.div(one, size), size);
    Value square = o.mul(z, z);
    Value y = o.fma(o.mul(z, square), o.polynomial(square, ATAN), z);
    Value large = o.add(o.sub(o.constant(HALF_PI_HIGH), y), HALF_PI_LOW);
    return o.withSign(o.ifLess(one, size, large, y), x);
  }

  /**
   * An arc sine: of x up to ½ that of x itself, beyond it that of √((1 - x)/2), which is (π/2 -
   * asin x) / 2.
   *
   * @param sine whose arc sine it is
   * @param more than the sine
   */
  private record Near(Value sine, Value more) {
    static Near of(Lanes o, Value size) {
      Value other = o.mul(o.sub(o.constant(1), size), 0.5);
      Value far = o.constant(ARC_SINE_FROM);
      Value z = o.ifLess(far, size, o.sqrt(other), size);
      Value square = o.ifLess(far, size, other, o.mul(size, size));
      return new Near(z, o.mul(o.mul(z, square), o.polynomial(square, ASIN)));
    }

    Value arc(Lanes o) {
      return o.add(sine, more);
    }
  }

  /** The arc sine, odd to the bit; within 2 ulp. */
  static Value asin(Lanes o, Value x) {
    Value size = o.abs(x);
    Near near = Near.of(o, size);
    Value high = o.fma(near.sine, -2, o.constant(HALF_PI_HIGH));
    Value large = o.add(high, o.fma(near.more, -2, o.constant(HALF_PI_LOW)));
    return o.withSign(o.ifLess(o.constant(ARC_SINE_FROM), size, large, near.arc(o)), x);
  }

  /** The arc cosine; within 1.4 ulp. */
  static Value acos(Lanes o, Value x) {
    Value size = o.abs(x);
    Value y = Near.of(o, size).arc(o);
    Value twice = o.add(y, y);
    Value negative = o.add(o.sub(o.constant(2 * HALF_PI_HIGH), twice), 2 * HALF_PI_LOW);
    Value large = o.ifLess(x, o.constant(0), negative, twice);
    Value small = o.sub(o.constant(HALF_PI_HIGH), o.sub(o.withSign(y, x), HALF_PI_LOW));
    return o.ifLess(o.constant(ARC_SINE_FROM), size, large, small);
  }
}
