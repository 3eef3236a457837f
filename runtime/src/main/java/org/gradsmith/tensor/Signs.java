/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;

/** Signs, steps and binary exponents. */
final class Signs {
  /** Half of the exponent range: powers of two up to it are exact and invertible. */
  private static final int HALF_RANGE = 512;

  private Signs() {}

  static Tensor ones(Tensor x) {
    return Tensor.onesLike(x.detach());
  }

  static Tensor is(Tensor x, double infinity) {
    Tensor fixed = x.detach();
    return x.dtype().isFloating() ? fixed.eq(infinity) : Tensor.zeros(DType.BOOL, x.shape());
  }

  @Differentiable
  static Tensor angle(Tensor x) {
    Tensor floating = x.dtype().isFloating() ? x : x.to(Tensor.defaultDtype());
    // x · 0 would be NaN at infinities
    Tensor flat = Tensor.where(floating.isnan(), floating, 0);
    return Tensor.where(floating.lt(0L), Math.PI, flat);
  }

  @Differentiable
  static Tensor heaviside(Tensor x, Tensor values) {
    if (x.dtype() != values.dtype()) {
      throw new DTypeException(
          "heaviside: takes two tensors of one dtype, but x is %s and values %s; convert one with to(DType)"
              .formatted(x.dtype(), values.dtype()));
    }
    Tensor fixed = x.detach();
    return Tensor.where(fixed.eq(0L), values.detach(), fixed.gt(0L).to(x.dtype()));
  }

  @Differentiable
  static Tensor ldexp(Tensor x, Tensor exponent) {
    DType common = Promotion.of(new Tensor[] {x, exponent});
    DType dtype = common.isFloating() ? common : Tensor.defaultDtype();
    return x.mul(exponent.to(dtype).exp2());
  }

  @Differentiable
  static MantissaAndExponent frexp(Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new DTypeException("frexp: takes floating-point numbers, but got " + x.describe());
    }
    double[] values = x.toDoubleArray();
    long[] exponents = new long[values.length];
    double[] first = new double[values.length];
    double[] second = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      exponents[i] = exponent(values[i]);
      // 2^-exponent in two factors, as one may overflow
      int half = Math.clamp(-exponents[i], -HALF_RANGE, HALF_RANGE);
      first[i] = Math.scalb(1.0, half);
      second[i] = Math.scalb(1.0, (int) -exponents[i] - half);
    }
    long[] shape = x.shape();
    Tensor mantissa =
        x.to(DType.FLOAT64)
            .mul(Tensor.from(first, shape))
            .mul(Tensor.from(second, shape))
            .to(x.dtype());
    return new MantissaAndExponent(mantissa, Tensor.from(exponents, shape).to(DType.INT32));
  }

  static int exponent(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return 0;
    }
    return Math.abs(value) < Double.MIN_NORMAL
        ? Math.getExponent(value * 0x1p54) - 53
        : Math.getExponent(value) + 1;
  }
}
