/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.BinaryOps;

/** Tensor's functions of two numbers, element by element. */
public sealed interface BinaryMethods permits Tensor {
  /** This to the power of the other; shapes broadcast. */
  @Op("pow")
  default Tensor pow(Tensor other) {
    return Recorder.apply(BinaryOps.POW, new Object[0], (Tensor) this, other);
  }

  /** As {@link #pow(Tensor)} with a number. */
  @Differentiable
  default Tensor pow(double value) {
    return pow(Scalars.like((Tensor) this, value));
  }

  /**
   * As {@link #pow(Tensor)} with an integer, which leaves integer tensors what they are.
   *
   * @throws DTypeException for integers to a negative power, almost none of which are integers
   */
  @Differentiable
  default Tensor pow(long value) {
    if (value < 0 && !((Tensor) this).dtype().isFloating()) {
      throw new DTypeException(
          "pow: integers to the power of %d are no integers; convert them with to(DType.FLOAT32), or pass %d.0"
              .formatted(value, value));
    }
    return pow(Scalars.like((Tensor) this, value));
  }

  /** Angle of the point (other, this); shapes broadcast. */
  @Op("atan2")
  default Tensor atan2(Tensor other) {
    return Recorder.apply(BinaryOps.ATAN2, new Object[0], (Tensor) this, other);
  }

  /** √(x² + y²); shapes broadcast. */
  @Op("hypot")
  default Tensor hypot(Tensor other) {
    return Recorder.apply(BinaryOps.HYPOT, new Object[0], (Tensor) this, other);
  }

  /**
   * The larger one, NaN if one is; the gradient is shared where both are equal; shapes broadcast.
   */
  @Op("maximum")
  default Tensor maximum(Tensor other) {
    return Recorder.apply(BinaryOps.MAXIMUM, new Object[0], (Tensor) this, other);
  }

  /**
   * The smaller one, NaN if one is; the gradient is shared where both are equal; shapes broadcast.
   */
  @Op("minimum")
  default Tensor minimum(Tensor other) {
    return Recorder.apply(BinaryOps.MINIMUM, new Object[0], (Tensor) this, other);
  }

  /** Remainder of the division rounded towards zero; shapes broadcast. */
  @Op("fmod")
  default Tensor fmod(Tensor other) {
    return Recorder.apply(BinaryOps.FMOD, new Object[0], (Tensor) this, other);
  }

  /** As {@link #fmod(Tensor)} with a number. */
  @Differentiable
  default Tensor fmod(double value) {
    return fmod(Scalars.like((Tensor) this, value));
  }

  /** As {@link #fmod(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Differentiable
  default Tensor fmod(long value) {
    return fmod(Scalars.like((Tensor) this, value));
  }

  /** Remainder of the division rounded down; shapes broadcast. */
  @Op("remainder")
  default Tensor remainder(Tensor other) {
    return Recorder.apply(BinaryOps.REMAINDER, new Object[0], (Tensor) this, other);
  }

  /** As {@link #remainder(Tensor)} with a number. */
  @Differentiable
  default Tensor remainder(double value) {
    return remainder(Scalars.like((Tensor) this, value));
  }

  /** As {@link #remainder(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Differentiable
  default Tensor remainder(long value) {
    return remainder(Scalars.like((Tensor) this, value));
  }

  /** The quotient rounded down; shapes broadcast. */
  @Op("floorDivide")
  default Tensor floorDivide(Tensor other) {
    return Recorder.apply(BinaryOps.FLOOR_DIVIDE, new Object[0], (Tensor) this, other);
  }

  /** As {@link #floorDivide(Tensor)} with a number. */
  @Differentiable
  default Tensor floorDivide(double value) {
    return floorDivide(Scalars.like((Tensor) this, value));
  }

  /**
   * As {@link #floorDivide(Tensor)} with an integer, which leaves integer tensors what they are.
   */
  @Differentiable
  default Tensor floorDivide(long value) {
    return floorDivide(Scalars.like((Tensor) this, value));
  }

  /** The quotient rounded towards zero; shapes broadcast. */
  @Op("truncDivide")
  default Tensor truncDivide(Tensor other) {
    return Recorder.apply(BinaryOps.TRUNC_DIVIDE, new Object[0], (Tensor) this, other);
  }

  /** As {@link #truncDivide(Tensor)} with a number. */
  @Differentiable
  default Tensor truncDivide(double value) {
    return truncDivide(Scalars.like((Tensor) this, value));
  }

  /**
   * As {@link #truncDivide(Tensor)} with an integer, which leaves integer tensors what they are.
   */
  @Differentiable
  default Tensor truncDivide(long value) {
    return truncDivide(Scalars.like((Tensor) this, value));
  }

  /** The magnitude of this with the sign of the other; shapes broadcast. */
  @Op("copysign")
  default Tensor copysign(Tensor other) {
    return Recorder.apply(BinaryOps.COPYSIGN, new Object[0], (Tensor) this, other);
  }

  /** As {@link #copysign(Tensor)} with a number. */
  @Differentiable
  default Tensor copysign(double value) {
    return copysign(Scalars.like((Tensor) this, value));
  }

  /** As {@link #copysign(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Differentiable
  default Tensor copysign(long value) {
    return copysign(Scalars.like((Tensor) this, value));
  }

  /** The next number towards the other; shapes broadcast. */
  @Op("nextafter")
  default Tensor nextafter(Tensor other) {
    return Recorder.apply(BinaryOps.NEXTAFTER, new Object[0], (Tensor) this, other);
  }

  /** log(e^x + e^y); shapes broadcast. */
  @Op("logaddexp")
  default Tensor logaddexp(Tensor other) {
    return Recorder.apply(BinaryOps.LOGADDEXP, new Object[0], (Tensor) this, other);
  }

  /** this · log(other), and 0 where this is 0; shapes broadcast. */
  @Op("xlogy")
  default Tensor xlogy(Tensor other) {
    return Recorder.apply(BinaryOps.XLOGY, new Object[0], (Tensor) this, other);
  }

  /** As {@link #xlogy(Tensor)} with a number. */
  @Differentiable
  default Tensor xlogy(double value) {
    return xlogy(Scalars.like((Tensor) this, value));
  }

  /** As {@link #xlogy(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Differentiable
  default Tensor xlogy(long value) {
    return xlogy(Scalars.like((Tensor) this, value));
  }

  /** This to the power of the other in float64. */
  @Differentiable
  default Tensor floatPower(Tensor other) {
    return ((Tensor) this).to(DType.FLOAT64).pow(other.to(DType.FLOAT64));
  }

  /** The larger one, and the other one where one is NaN; shapes broadcast. */
  @Differentiable
  default Tensor fmax(Tensor other) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.ge(other).logicalOr(other.isnan()), x, other);
  }

  /** The smaller one, and the other one where one is NaN; shapes broadcast. */
  @Differentiable
  default Tensor fmin(Tensor other) {
    Tensor x = (Tensor) this;
    return Tensor.where(x.le(other).logicalOr(other.isnan()), x, other);
  }

  /** this + weight · (end - this); shapes broadcast. */
  @Differentiable
  default Tensor lerp(Tensor end, Tensor weight) {
    Tensor start = (Tensor) this;
    return start.add(weight.mul(end.sub(start)));
  }

  /** this + weight · (end - this); shapes broadcast. */
  @Differentiable
  default Tensor lerp(Tensor end, double weight) {
    Tensor start = (Tensor) this;
    return start.add(end.sub(start).mul(weight));
  }

  /** this + value · x · y; shapes broadcast. */
  @Differentiable
  default Tensor addcmul(Tensor x, Tensor y, double value) {
    Tensor product = x.mul(y);
    return ((Tensor) this).add(value == 1 ? product : Scalars.times(product, value));
  }

  /** this + value · x / y; shapes broadcast. */
  @Differentiable
  default Tensor addcdiv(Tensor x, Tensor y, double value) {
    return ((Tensor) this).add(x.div(y).mul(value));
  }

  /** other - alpha · this; shapes broadcast. */
  @Differentiable
  default Tensor rsub(Tensor other, double alpha) {
    return other.sub(alpha == 1 ? (Tensor) this : Scalars.times((Tensor) this, alpha));
  }
}
