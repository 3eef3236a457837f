/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.lane;

import org.gradsmith.kernel.lane.Lanes.Value;

/**
 * Integer parts: a number of either sign that is added to 2^23 (in float64 2^52) and taken back is
 * rounded, halves to the even integer.
 */
final class Roundings {
  private Roundings() {}

  /** To the nearest integer, halves to the even one; exact. */
  static Value round(Lanes o, Value x) {
    return o.withSign(nearest(o, o.abs(x)), x);
  }

  private static Value nearest(Lanes o, Value size) {
    Value large = o.constant(o.firstWithoutFraction());
    return o.ifLess(size, large, o.sub(o.add(size, large), large), size);
  }

  /** Towards zero; exact. */
  static Value trunc(Lanes o, Value x) {
    Value size = o.abs(x);
    Value near = nearest(o, size);
    return o.withSign(o.ifLess(size, near, o.sub(near, 1), near), x);
  }

  /** The largest integer that is not larger; exact. */
  static Value floor(Lanes o, Value x) {
    Value near = round(o, x);
    return o.ifLess(x, near, o.sub(near, 1), near);
  }

  /** The smallest integer that is not smaller; exact. */
  static Value ceil(Lanes o, Value x) {
    return o.neg(floor(o, o.neg(x)));
  }
}
