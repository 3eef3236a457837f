/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.DType;

/** What two integers have in common. */
final class Divisors {
  private Divisors() {}

  /** Euclid's algorithm, all elements at once. */
  static Tensor gcd(String op, Tensor x, Tensor y) {
    requireIntegers(op, x);
    requireIntegers(op, y);
    DType dtype = Promotion.of(new Tensor[] {x, y});
    long[] shape = Layouts.broadcast(x.shape(), y.shape());
    Tensor a = x.to(dtype).expand(shape).abs();
    Tensor b = y.to(dtype).expand(shape).abs();
    while (b.ne(0L).any().toBoolean()) {
      Tensor done = b.eq(0L);
      Tensor divisor = Tensor.where(done, Scalars.like(b, 1L), b);
      Tensor rest = Tensor.where(done, Scalars.like(b, 0L), a.fmod(divisor));
      a = Tensor.where(done, a, b);
      b = rest;
    }
    return a.contiguous();
  }

  static Tensor lcm(Tensor x, Tensor y) {
    Tensor divisor = gcd("lcm", x, y);
    Tensor none = divisor.eq(0L);
    Tensor safe = Tensor.where(none, Scalars.like(divisor, 1L), divisor);
    return x.truncDivide(safe).mul(y).abs();
  }

  private static void requireIntegers(String op, Tensor x) {
    if (x.dtype().isFloating() || x.dtype() == DType.BOOL) {
      throw new DTypeException(op + ": takes integers, but got " + x.describe());
    }
  }
}
