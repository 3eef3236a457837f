/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;

/** What arithmetic between a tensor and a Java number means. */
final class Scalars {
  private Scalars() {}

  /** A tensor without dimensions that meets {@code x} as a Python float does. */
  @Differentiable
  static Tensor like(Tensor x, double value) {
    DType dtype = x.dtype().isFloating() ? x.dtype() : DefaultDType.get();
    return Factories.full(new TensorOptions(dtype, x.device(), false), value);
  }

  /** A tensor without dimensions that meets {@code x} as a Python integer does. */
  @Differentiable
  static Tensor like(Tensor x, long value) {
    DType dtype = x.dtype() == DType.BOOL ? DType.INT64 : x.dtype();
    Tensor whole = Tensor.scalar(value);
    return dtype == DType.INT64 ? whole : whole.to(dtype);
  }

  /** x · value; an integral value leaves integer tensors what they are, as in PyTorch. */
  @Differentiable
  static Tensor times(Tensor x, double value) {
    return !x.dtype().isFloating() && value == Math.rint(value)
        ? x.mul((long) value)
        : x.mul(value);
  }

  /** The largest finite number of a floating dtype. */
  static double largest(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> Double.MAX_VALUE;
      case FLOAT32 -> Float.MAX_VALUE;
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.fep127;
      default -> throw new IllegalArgumentException(dtype + " has no infinities");
    };
  }

  /** The tensor, if it is a mask. */
  @Differentiable
  static Tensor mask(Tensor mask, String op) {
    if (mask.dtype() != DType.BOOL) {
      throw new DTypeException(
          "%s: a condition has dtype bool, but this one is %s; convert it with to(DType.BOOL)"
              .formatted(op, mask.describe()));
    }
    return mask;
  }

  /** The tensor, if it has bits that may be worked on. */
  static Tensor integer(Tensor x, String op) {
    if (x.dtype().isFloating()) {
      throw new DTypeException(
          op + ": works on integers and bool, but the tensor is of dtype " + x.dtype());
    }
    return x;
  }

  static Tensor isClose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
    if (rtol < 0 || atol < 0) {
      throw new IllegalArgumentException(
          "isclose: tolerances are not negative, but rtol is " + rtol + " and atol " + atol);
    }
    Tensor equal = x.eq(y);
    if (equalNan && x.dtype().isFloating()) {
      equal = equal.logicalOr(x.isnan().logicalAnd(y.isnan()));
    }
    if (rtol == 0 && atol == 0) {
      return equal;
    }
    Tensor wide = y.dtype().isFloating() ? y : y.to(DType.FLOAT64);
    Tensor allowed = wide.abs().mul(rtol).add(atol);
    Tensor distance = (x.dtype().isFloating() ? x : x.to(DType.FLOAT64)).sub(wide).abs();
    return equal.logicalOr(distance.isfinite().logicalAnd(distance.le(allowed)));
  }
}
