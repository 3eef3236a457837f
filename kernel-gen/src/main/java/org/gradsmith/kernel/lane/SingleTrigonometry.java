/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import static org.gradsmith.kernel.lane.SingleExponentials.ROUNDER;

import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.lane.Lanes.Bits;
import org.gradsmith.kernel.lane.Lanes.Value;

/**
 * Trigonometric functions of float32: with n = x / (π/2) rounded and r = x - n · π/2, in three
 * steps (Cody and Waite), the first of which is exact, polynomials of r, fitted by Remez' exchange.
 * Angles beyond 2^16, whose n · π/2 would need more steps, are left to {@link Math}.
 */
final class SingleTrigonometry {
  private static final double LARGEST = 0x1p16;

  private static final double HALF_PI_HIGH = (float) (Math.PI / 2);
  private static final double HALF_PI_MIDDLE = (float) (Math.PI / 2 - HALF_PI_HIGH);

  /** π/2 less the two; the last term is what a double lacks. */
  private static final double HALF_PI_LOW =
      Math.PI / 2 - HALF_PI_HIGH - HALF_PI_MIDDLE + 0x1.1a62633145c07p-54;

  /** (sin(r) - r) / r³ by r², |r| up to π/4; relative to the sine the error is 4.0e-9. */
  private static final double[] SIN = {-0x1.555546p-3, 0x1.110774p-7, -0x1.9951eap-13};

  /** (cos(r) - 1 + r²/2) / r⁴ by r²; the error is 1.2e-10. */
  private static final double[] COS = {0x1.55554ap-5, -0x1.6c0c28p-10, 0x1.99e80cp-16};

  /** (tan(r) - r) / r³ by r²; relative to the tangent the error is 1.3e-9. */
  private static final double[] TAN = {
    0x1.555560p-2,
    0x1.110d9ap-3,
    0x1.badae0p-5,
    0x1.5cb268p-6,
    0x1.632140p-7,
    0x1.5fbb40p-14,
    0x1.1f1264p-8
  };

  private SingleTrigonometry() {}

  /**
   * An angle as n · π/2 + r + rest.
   *
   * @param n in the low bits
   * @param rest what rounding takes from r
   */
  private record Reduced(Bits n, Value r, Value rest) {
    static Reduced of(Lanes o, Value x) {
      Value shifted = o.fma(x, 2 / Math.PI, o.constant(ROUNDER));
      Value n = o.sub(shifted, ROUNDER);
      Value rough = o.fma(n, -HALF_PI_HIGH, x);
      Value middle = o.mul(n, HALF_PI_MIDDLE);
      Value r = o.sub(rough, middle);
      Value lost = o.sub(o.sub(rough, r), middle);
      Value low = o.fma(n, HALF_PI_MIDDLE, o.neg(middle));
      Value rest = o.fma(n, -HALF_PI_LOW, o.sub(lost, low));
      return new Reduced(o.bits(shifted), r, rest);
    }

    /** r + (rest + r³ · p(r²)). */
    Value odd(Lanes o, Value square, double... polynomial) {
      return o.add(r, o.fma(o.mul(r, square), o.polynomial(square, polynomial), rest));
    }
  }

  /** The sine; within 1.3 ulp. */
  static Value sin(Lanes o, Value x) {
    Reduced reduced = Reduced.of(o, x);
    Value y = wave(o, reduced, reduced.n);
    return o.within(LARGEST, UnaryFunction.SIN, x, o.ifEqual(x, o.constant(0), x, y));
  }

  /** The cosine; within 1.3 ulp. */
  static Value cos(Lanes o, Value x) {
    Reduced reduced = Reduced.of(o, x);
    Value y = wave(o, reduced, o.plus(reduced.n, o.pattern(1)));
    return o.within(LARGEST, UnaryFunction.COS, x, y);
  }

  /**
   * sin(r + quarter · π/2): of four quarters the sine, the cosine, and both with the other sign.
   */
  private static Value wave(Lanes o, Reduced reduced, Bits quarter) {
    Value square = o.mul(reduced.r, reduced.r);
    Value sine = reduced.odd(o, square, SIN);
    Value cosine = o.fma(square, o.fma(square, o.polynomial(square, COS), -0.5), 1);
    Value y = o.ifZero(o.and(quarter, o.pattern(1)), sine, cosine);
    Bits sign = o.left(o.and(quarter, o.pattern(2)), Lanes.SIGN_PLACE - 1);
    return o.number(o.xor(o.bits(y), sign));
  }

  /** The tangent, in every second quarter -1 / tan(r); within 1.7 ulp. */
  static Value tan(Lanes o, Value x) {
    Reduced reduced = Reduced.of(o, x);
    Value square = o.mul(reduced.r, reduced.r);
    Value t = reduced.odd(o, square, TAN);
    Value even = o.ifEqual(x, o.constant(0), x, t);
    Value y = o.ifZero(o.and(reduced.n, o.pattern(1)), even, o.div(o.constant(-1), t));
    return o.within(LARGEST, UnaryFunction.TAN, x, y);
  }
}
