/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Exponentials;
import org.gradsmith.ir.op.SpecialOps;
import org.gradsmith.ir.op.Trigonometry;

/** Tensor's functions of one number, element by element; integers become floating-point numbers. */
public sealed interface FunctionMethods permits Tensor {
  /** 2 to the power of each element. */
  @Op("exp2")
  default Tensor exp2() {
    return Recorder.apply(Exponentials.EXP2, new Object[0], (Tensor) this);
  }

  /** e to the power of each element, minus 1; precise near 0. */
  @Op("expm1")
  default Tensor expm1() {
    return Recorder.apply(Exponentials.EXPM1, new Object[0], (Tensor) this);
  }

  /** Logarithm to base 2. */
  @Op("log2")
  default Tensor log2() {
    return Recorder.apply(Exponentials.LOG2, new Object[0], (Tensor) this);
  }

  /** Logarithm to base 10. */
  @Op("log10")
  default Tensor log10() {
    return Recorder.apply(Exponentials.LOG10, new Object[0], (Tensor) this);
  }

  /** log(1 + x); precise near 0. */
  @Op("log1p")
  default Tensor log1p() {
    return Recorder.apply(Exponentials.LOG1P, new Object[0], (Tensor) this);
  }

  /** 1 / √x. */
  @Op("rsqrt")
  default Tensor rsqrt() {
    return Recorder.apply(Exponentials.RSQRT, new Object[0], (Tensor) this);
  }

  /** 1 / x. */
  @Op("reciprocal")
  default Tensor reciprocal() {
    return Recorder.apply(Exponentials.RECIPROCAL, new Object[0], (Tensor) this);
  }

  /** log(1 / (1 + e^-x)), precise for large |x|. */
  @Op("logSigmoid")
  default Tensor logSigmoid() {
    return Recorder.apply(Exponentials.LOG_SIGMOID, new Object[0], (Tensor) this);
  }

  /** Sine of angles in radians. */
  @Op("sin")
  default Tensor sin() {
    return Recorder.apply(Trigonometry.SIN, new Object[0], (Tensor) this);
  }

  /** Cosine of angles in radians. */
  @Op("cos")
  default Tensor cos() {
    return Recorder.apply(Trigonometry.COS, new Object[0], (Tensor) this);
  }

  /** Tangent of angles in radians. */
  @Op("tan")
  default Tensor tan() {
    return Recorder.apply(Trigonometry.TAN, new Object[0], (Tensor) this);
  }

  /** Inverse sine, in [-π/2, π/2]; NaN outside [-1, 1]. */
  @Op("asin")
  default Tensor asin() {
    return Recorder.apply(Trigonometry.ASIN, new Object[0], (Tensor) this);
  }

  /** Inverse cosine, in [0, π]; NaN outside [-1, 1]. */
  @Op("acos")
  default Tensor acos() {
    return Recorder.apply(Trigonometry.ACOS, new Object[0], (Tensor) this);
  }

  /** Inverse tangent, in (-π/2, π/2). */
  @Op("atan")
  default Tensor atan() {
    return Recorder.apply(Trigonometry.ATAN, new Object[0], (Tensor) this);
  }

  /** Hyperbolic sine. */
  @Op("sinh")
  default Tensor sinh() {
    return Recorder.apply(Trigonometry.SINH, new Object[0], (Tensor) this);
  }

  /** Hyperbolic cosine. */
  @Op("cosh")
  default Tensor cosh() {
    return Recorder.apply(Trigonometry.COSH, new Object[0], (Tensor) this);
  }

  /** Inverse hyperbolic sine. */
  @Op("asinh")
  default Tensor asinh() {
    return Recorder.apply(Trigonometry.ASINH, new Object[0], (Tensor) this);
  }

  /** Inverse hyperbolic cosine; NaN below 1. */
  @Op("acosh")
  default Tensor acosh() {
    return Recorder.apply(Trigonometry.ACOSH, new Object[0], (Tensor) this);
  }

  /** Inverse hyperbolic tangent. */
  @Op("atanh")
  default Tensor atanh() {
    return Recorder.apply(Trigonometry.ATANH, new Object[0], (Tensor) this);
  }

  /** Error function. */
  @Op("erf")
  default Tensor erf() {
    return Recorder.apply(SpecialOps.ERF, new Object[0], (Tensor) this);
  }

  /** 1 - erf(x), precise for large x. */
  @Op("erfc")
  default Tensor erfc() {
    return Recorder.apply(SpecialOps.ERFC, new Object[0], (Tensor) this);
  }

  /** Inverse of the error function. */
  @Op("erfinv")
  default Tensor erfinv() {
    return Recorder.apply(SpecialOps.ERFINV, new Object[0], (Tensor) this);
  }

  /** log |Γ(x)|. */
  @Op("lgamma")
  default Tensor lgamma() {
    return Recorder.apply(SpecialOps.LGAMMA, new Object[0], (Tensor) this);
  }

  /** Derivative of log Γ. */
  @Op("digamma")
  default Tensor digamma() {
    return Recorder.apply(SpecialOps.DIGAMMA, new Object[0], (Tensor) this);
  }

  /** The derivative of digamma of that order (1, 2, ...); order 0 is digamma. */
  @Differentiable
  default Tensor polygamma(long order) {
    Tensor self = (Tensor) this;
    if (order < 0) {
      throw new IllegalArgumentException("polygamma: order " + order + " is negative");
    }
    return order == 0
        ? digamma()
        : Recorder.apply(SpecialOps.POLYGAMMA, new Object[] {order}, self);
  }

  /** sin(πx) / (πx), and 1 at 0. */
  @Differentiable
  default Tensor sinc() {
    Tensor x = (Tensor) this;
    Tensor angle = x.mul(Math.PI);
    Tensor zero = angle.eq(0L);
    Tensor safe = Tensor.where(zero, Scalars.like(angle, 1), angle);
    return Tensor.where(zero, Scalars.like(angle, 1), safe.sin().div(safe));
  }

  /** log(x / (1 - x)); NaN outside [0, 1]. */
  @Differentiable
  default Tensor logit() {
    Tensor x = (Tensor) this;
    return x.div(x.neg().add(1L)).log();
  }

  /** As {@link #logit()}, with x brought into [eps, 1 - eps] before. */
  @Differentiable
  default Tensor logit(double eps) {
    return ((Tensor) this).clamp(eps, 1 - eps).logit();
  }

  /** Degrees to radians. */
  @Differentiable
  default Tensor deg2rad() {
    return ((Tensor) this).mul(Math.PI / 180);
  }

  /** Radians to degrees. */
  @Differentiable
  default Tensor rad2deg() {
    return ((Tensor) this).mul(180 / Math.PI);
  }
}
