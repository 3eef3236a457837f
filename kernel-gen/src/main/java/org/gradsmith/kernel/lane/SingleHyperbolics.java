/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import static org.gradsmith.kernel.lane.SingleExponentials.BIAS;
import static org.gradsmith.kernel.lane.SingleExponentials.PRECISION;

import org.gradsmith.kernel.lane.Lanes.Value;
import org.gradsmith.kernel.lane.SingleExponentials.Reduced;

/**
 * Hyperbolic functions of float32: polynomials near 0, fitted by Remez' exchange, and exponential
 * functions elsewhere.
 */
final class SingleHyperbolics {
  /** tanh is 1 - 2 / (e^2x + 1) from here on. */
  private static final double TANH_FROM = 0.55;

  /** tanh rounds to 1 here. */
  private static final double TANH_ONE = 10;

  /** sinh and cosh are infinite here. */
  private static final double INFINITE = 90;

  /** (tanh(x) - x) / x³ by x², below {@link #TANH_FROM}; relative to tanh the error is 1.2e-9. */
  private static final double[] TANH = {
    -0x1.55554ap-2, 0x1.110ceep-3, -0x1.b91e7ep-5, 0x1.58e518p-6, -0x1.9921a2p-8
  };

  /** (sinh(x) - x) / x³ by x², below 1; relative to sinh the error is 3.1e-10. */
  private static final double[] SINH = {
    0x1.555556p-3, 0x1.1110e0p-7, 0x1.a022bcp-13, 0x1.756c1ep-19
  };

  private SingleHyperbolics() {}

  /** The hyperbolic tangent, odd to the bit; within 1.5 ulp. */
  static Value tanh(Lanes o, Value x) {
    Value size = o.abs(x);
    Value a = o.atMost(size, TANH_ONE);
    Reduced reduced = Reduced.of(o, o.add(a, a), BIAS);
    Value power = o.number(o.left(o.bits(reduced.shifted()), PRECISION));
    Value p = o.add(reduced.powerLessOne(o), 1);
    Value large = o.sub(o.constant(1), o.div(o.constant(2), o.fma(p, power, 1)));
    Value square = o.mul(size, size);
    Value small = o.fma(o.mul(size, square), o.polynomial(square, TANH), size);
    return o.withSign(o.ifLess(size, o.constant(TANH_FROM), small, large), x);
  }

  /** The hyperbolic sine, odd to the bit; within 1.8 ulp. */
  static Value sinh(Lanes o, Value x) {
    Value size = o.abs(x);
    Value half = halfPower(o, size);
    Value large = o.sub(half, o.div(o.constant(0.25), half));
    Value square = o.mul(size, size);
    Value small = o.fma(o.mul(size, square), o.polynomial(square, SINH), size);
    return o.withSign(o.ifLess(size, o.constant(1), small, large), x);
  }

  /** The hyperbolic cosine; within 1.5 ulp. */
  static Value cosh(Lanes o, Value x) {
    Value half = halfPower(o, o.abs(x));
    return o.add(half, o.div(o.constant(0.25), half));
  }

  /** e^x / 2, which is finite where sinh and cosh are. */
  private static Value halfPower(Lanes o, Value x) {
    return SingleExponentials.scaled(o, o.atMost(x, INFINITE), -1);
  }
}
