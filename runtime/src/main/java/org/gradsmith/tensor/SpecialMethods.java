/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.BesselOps;
import org.gradsmith.ir.op.SpecialOps;

/** Tensor's special functions, {@code torch.special}; integers become floating-point numbers. */
public sealed interface SpecialMethods permits Tensor {
  /** -x · log(x): 0 at 0, -∞ for negative x. The derivative is -(1 + log x). */
  @Op("entr")
  default Tensor entr() {
    return Recorder.apply(SpecialOps.ENTR, new Object[0], (Tensor) this);
  }

  /** The modified Bessel function of the first kind of order 0; its derivative is i1. */
  @Differentiable
  default Tensor i0() {
    return bessel(0);
  }

  /** e^-|x| · i0(x), which does not overflow. */
  @Differentiable
  default Tensor i0e() {
    return scaledBessel(0);
  }

  /** The modified Bessel function of the first kind of order 1. */
  @Differentiable
  default Tensor i1() {
    return bessel(1);
  }

  /** e^-|x| · i1(x), which does not overflow. */
  @Differentiable
  default Tensor i1e() {
    return scaledBessel(1);
  }

  private Tensor bessel(long order) {
    return Recorder.apply(BesselOps.BESSEL_I, new Object[] {order}, (Tensor) this);
  }

  private Tensor scaledBessel(long order) {
    return Recorder.apply(BesselOps.SCALED_BESSEL_I, new Object[] {order}, (Tensor) this);
  }

  /** log2(2^x + 2^y), computed without overflow; shapes broadcast. */
  @Differentiable
  default Tensor logaddexp2(Tensor other) {
    return Exponents.logaddexp2((Tensor) this, other);
  }

  /** this · log(1 + other), and 0 where this is 0 and the logarithm not NaN; shapes broadcast. */
  @Differentiable
  default Tensor xlog1py(Tensor other) {
    return Exponents.xlog1py((Tensor) this, other);
  }

  /** As {@link #xlog1py(Tensor)} with a number. */
  @Differentiable
  default Tensor xlog1py(double value) {
    return xlog1py(Scalars.like((Tensor) this, value));
  }

  /** The normal distribution function Φ(x) = erfc(-x/√2) / 2. */
  @Differentiable
  default Tensor ndtr() {
    return ((Tensor) this).mul(-Math.sqrt(0.5)).erfc().mul(0.5);
  }

  /**
   * The logarithm of the multivariate gamma function: Σ lgamma(x - j/2) for j from 0 to p - 1, plus
   * p(p-1)/4 · log π. Torch's {@code mvlgamma}.
   *
   * @throws IllegalArgumentException if p is less than 1
   */
  @Differentiable
  default Tensor multigammaln(int p) {
    if (p < 1) {
      throw new IllegalArgumentException("multigammaln: p must be at least 1, but is " + p);
    }
    Tensor x = (Tensor) this;
    Tensor sum = x.lgamma();
    for (int j = 1; j < p; j++) {
      sum = sum.add(x.sub(j / 2.0).lgamma());
    }
    return sum.add(p * (p - 1) / 4.0 * Math.log(Math.PI));
  }
}
