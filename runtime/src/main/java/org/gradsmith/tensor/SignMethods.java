/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.ir.DType;

/** Tensor's methods that look at signs and exponents, and at what integers have in common. */
public sealed interface SignMethods permits Tensor {
  /** -1, 0 or 1: for real numbers the same as {@link Tensor#sign()}; the gradient is 0. */
  @Differentiable
  default Tensor sgn() {
    return ((Tensor) this).sign();
  }

  /** Whether the sign bit is set, bool: for -0 and negative NaN too. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor signbit() {
    Tensor x = ((Tensor) this).detach();
    return x.dtype().isFloating()
        ? Signs.ones(x).copysign(x).lt(0L)
        : x.dtype() == DType.BOOL ? x.logicalXor(x) : x.lt(0L);
  }

  /** Whether an element is +∞, bool. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isposinf() {
    return Signs.is((Tensor) this, Double.POSITIVE_INFINITY);
  }

  /** Whether an element is -∞, bool. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isneginf() {
    return Signs.is((Tensor) this, Double.NEGATIVE_INFINITY);
  }

  /** Whether an element has no imaginary part: true, as there are no complex tensors. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isreal() {
    return Tensor.ones(DType.BOOL, ((Tensor) this).shape());
  }

  /** The angle of a real number in the complex plane: π if negative, else 0; NaN stays NaN. */
  @Differentiable
  default Tensor angle() {
    return Signs.angle((Tensor) this);
  }

  /**
   * The step function: 0 for negative elements, 1 for positive ones, {@code values} at 0, and 0 for
   * NaN; shapes broadcast. It has no gradient.
   *
   * @throws DTypeException if the dtypes differ
   */
  @Differentiable
  default Tensor heaviside(Tensor values) {
    return Signs.heaviside((Tensor) this, values);
  }

  /**
   * The greatest common divisor, not negative; gcd(x, 0) = |x|. Shapes broadcast.
   *
   * @throws DTypeException unless both hold integers
   */
  @NonDifferentiable("integers carry no gradient")
  default Tensor gcd(Tensor other) {
    return Divisors.gcd("gcd", (Tensor) this, other);
  }

  /**
   * The least common multiple, not negative; lcm(x, 0) = 0. Shapes broadcast.
   *
   * @throws DTypeException unless both hold integers
   */
  @NonDifferentiable("integers carry no gradient")
  default Tensor lcm(Tensor other) {
    return Divisors.lcm((Tensor) this, other);
  }

  /** this · 2^exponent; shapes broadcast, integers become floating-point numbers. */
  @Differentiable
  default Tensor ldexp(Tensor exponent) {
    return Signs.ldexp((Tensor) this, exponent);
  }

  /**
   * Mantissas in [½, 1) with the sign of the elements, and int32 exponents, so that x = mantissa ·
   * 2^exponent. Of 0, infinities and NaN the exponent is 0. The gradient by x is 2^-exponent.
   *
   * @throws DTypeException for integers
   */
  @Differentiable
  default MantissaAndExponent frexp() {
    return Signs.frexp((Tensor) this);
  }
}
