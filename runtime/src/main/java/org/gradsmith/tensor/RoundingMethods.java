/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.NumberRows;
import org.gradsmith.ir.op.Rounding;
import org.gradsmith.ir.op.Selections;
import org.jspecify.annotations.Nullable;

/**
 * Tensor's integer parts, signs, magnitudes and bounds, element by element; integers stay integers.
 */
public sealed interface RoundingMethods permits Tensor {
  /** The largest integer that is not larger. */
  @Op("floor")
  default Tensor floor() {
    return Recorder.apply(Rounding.FLOOR, new Object[0], (Tensor) this);
  }

  /** The smallest integer that is not smaller. */
  @Op("ceil")
  default Tensor ceil() {
    return Recorder.apply(Rounding.CEIL, new Object[0], (Tensor) this);
  }

  /** The nearest integer, of two the even one. */
  @Op("round")
  default Tensor round() {
    return Recorder.apply(Rounding.ROUND, new Object[0], (Tensor) this);
  }

  /** The integer part, towards zero. */
  @Op("trunc")
  default Tensor trunc() {
    return Recorder.apply(Rounding.TRUNC, new Object[0], (Tensor) this);
  }

  /** -1, 0 or 1. */
  @Op("sign")
  default Tensor sign() {
    return Recorder.apply(Rounding.SIGN, new Object[0], (Tensor) this);
  }

  /** Magnitude; its derivative at 0 is 0. */
  @Op("abs")
  default Tensor abs() {
    return Recorder.apply(Rounding.ABS, new Object[0], (Tensor) this);
  }

  /** Rounded to so many decimal places, to tens and hundreds if negative. */
  @Differentiable
  default Tensor round(int decimals) {
    Tensor x = (Tensor) this;
    if (decimals == 0) {
      return x.round();
    }
    double factor = Math.pow(10, Math.abs(decimals));
    return decimals > 0 ? x.mul(factor).round().div(factor) : x.div(factor).round().mul(factor);
  }

  /** x - trunc(x). */
  @Differentiable
  default Tensor frac() {
    Tensor x = (Tensor) this;
    return x.sub(x.trunc());
  }

  /** x · x. */
  @Op("square")
  default Tensor square() {
    return Recorder.apply(NumberRows.SQUARE, new Object[] {2L}, (Tensor) this);
  }

  /** This tensor. */
  @Differentiable
  default Tensor positive() {
    return (Tensor) this;
  }

  /** At least {@code low} and at most {@code high}; high where low is larger. NaN stays NaN. */
  @Op("clamp")
  default Tensor clamp(double low, double high) {
    return Recorder.apply(Selections.CLAMP, new Object[] {low, high}, (Tensor) this);
  }

  /** As {@link #clamp(double, double)}; an integer tensor stays one. */
  @Op("clamp")
  default Tensor clamp(long low, long high) {
    return Recorder.apply(Selections.CLAMP, new Object[] {low, high}, (Tensor) this);
  }

  /** At least {@code low} and at most {@code high}, where they are not null; shapes broadcast. */
  @Differentiable
  default Tensor clamp(@Nullable Tensor low, @Nullable Tensor high) {
    Tensor x = (Tensor) this;
    if (low == null && high == null) {
      throw new IllegalArgumentException("clamp: one of low and high must be there");
    }
    Tensor raised = low == null ? x : x.clampMin(low);
    return high == null ? raised : raised.clampMax(high);
  }

  /** At least {@code low}. */
  @Op("clampMin")
  default Tensor clampMin(double low) {
    return Recorder.apply(Selections.CLAMP_MIN, new Object[] {low}, (Tensor) this);
  }

  /** At least {@code low}; an integer tensor stays one. */
  @Op("clampMin")
  default Tensor clampMin(long low) {
    return Recorder.apply(Selections.CLAMP_MIN, new Object[] {low}, (Tensor) this);
  }

  /** At least the element of {@code low}, which broadcasts; the gradient at a tie goes to this. */
  @Differentiable
  default Tensor clampMin(Tensor low) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.lt(low).logicalOr(low.isnan()), low, x);
  }

  /** At most {@code high}. */
  @Op("clampMax")
  default Tensor clampMax(double high) {
    return Recorder.apply(Selections.CLAMP_MAX, new Object[] {high}, (Tensor) this);
  }

  /** At most {@code high}; an integer tensor stays one. */
  @Op("clampMax")
  default Tensor clampMax(long high) {
    return Recorder.apply(Selections.CLAMP_MAX, new Object[] {high}, (Tensor) this);
  }

  /** At most the element of {@code high}, which broadcasts; the gradient at a tie goes to this. */
  @Differentiable
  default Tensor clampMax(Tensor high) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.gt(high).logicalOr(high.isnan()), high, x);
  }

  /** NaN replaced by 0, infinities by the largest finite numbers of the dtype. */
  @Differentiable
  default Tensor nanToNum() {
    return nanToNum(0, null, null);
  }

  /**
   * NaN and infinities replaced by numbers.
   *
   * @param posinf null means the largest finite number of the dtype
   * @param neginf null means the smallest one
   */
  @Differentiable
  default Tensor nanToNum(double nan, @Nullable Double posinf, @Nullable Double neginf) {
    Tensor x = (Tensor) this;
    if (!x.dtype().isFloating()) {
      return x.copy();
    }
    double largest = Scalars.largest(x.dtype());
    Object[] attributes = {
      nan, posinf == null ? largest : posinf, neginf == null ? -largest : neginf
    };
    return Recorder.apply(Selections.NAN_TO_NUM, attributes, x);
  }
}
