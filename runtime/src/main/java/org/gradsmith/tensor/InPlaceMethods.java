/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Tensor's methods that write to its elements; each returns this tensor. The elements keep their
 * dtype and shape, and every write is counted by {@link Tensor#version()}.
 *
 * <p>Writes are recorded as PyTorch records them: this tensor, and the one it is a view of, take
 * over the history of the new elements. Refused with an {@link InPlaceException} are writes to a
 * leaf that requires a gradient or to a view of one (within {@code Autograd.noGrad()} they are
 * allowed), to an expanded tensor several of whose elements share one place, to one of several
 * views made by one call, and to an inference tensor outside of {@code Autograd.inferenceMode()}.
 */
public sealed interface InPlaceMethods permits Tensor {
  /** Adds {@code other}, which broadcasts, to the elements. */
  default Tensor addInPlace(Tensor other) {
    return InPlace.add((Tensor) this, other, 1);
  }

  /** Adds {@code other · factor} to the elements. */
  default Tensor addInPlace(Tensor other, double factor) {
    return InPlace.add((Tensor) this, other, factor);
  }

  /** Adds a number to the elements. */
  default Tensor addInPlace(double value) {
    return InPlace.withNumber(
        (Tensor) this, "addInPlace", value, t -> t.add((long) value), t -> t.add(value));
  }

  /** Subtracts {@code other}, which broadcasts, from the elements. */
  default Tensor subInPlace(Tensor other) {
    Tensor self = (Tensor) this;
    return InPlace.write(self, "subInPlace", t -> t.sub(InPlace.same(other, self, t)), other);
  }

  /** Subtracts a number from the elements. */
  default Tensor subInPlace(double value) {
    return InPlace.withNumber(
        (Tensor) this, "subInPlace", value, t -> t.add(-(long) value), t -> t.add(-value));
  }

  /** Multiplies the elements by those of {@code other}, which broadcasts. */
  default Tensor mulInPlace(Tensor other) {
    Tensor self = (Tensor) this;
    return InPlace.write(self, "mulInPlace", t -> t.mul(InPlace.same(other, self, t)), other);
  }

  /** Multiplies the elements by a number. */
  default Tensor mulInPlace(double value) {
    return InPlace.withNumber(
        (Tensor) this, "mulInPlace", value, t -> t.mul((long) value), t -> t.mul(value));
  }

  /** Divides the elements by those of {@code other}, which broadcasts. */
  default Tensor divInPlace(Tensor other) {
    Tensor self = (Tensor) this;
    return InPlace.write(self, "divInPlace", t -> t.div(InPlace.same(other, self, t)), other);
  }

  /** Divides the elements by a number; those of an integer tensor would not stay integers. */
  default Tensor divInPlace(double value) {
    return InPlace.write((Tensor) this, "divInPlace", t -> t.div(value));
  }

  /** Raises the elements to a power. */
  default Tensor powInPlace(double exponent) {
    return InPlace.write((Tensor) this, "powInPlace", t -> t.pow(exponent));
  }

  /** Negates the elements. */
  default Tensor negInPlace() {
    return InPlace.write((Tensor) this, "negInPlace", Tensor::neg);
  }

  /** Replaces the elements by their absolute values. */
  default Tensor absInPlace() {
    return InPlace.write((Tensor) this, "absInPlace", Tensor::abs);
  }

  /** Replaces every element x by eˣ. */
  default Tensor expInPlace() {
    return InPlace.write((Tensor) this, "expInPlace", Tensor::exp);
  }

  /** Replaces every element by its natural logarithm. */
  default Tensor logInPlace() {
    return InPlace.write((Tensor) this, "logInPlace", Tensor::log);
  }

  /** Replaces every element by its square root. */
  default Tensor sqrtInPlace() {
    return InPlace.write((Tensor) this, "sqrtInPlace", Tensor::sqrt);
  }

  /** Replaces negative elements by 0. */
  default Tensor reluInPlace() {
    return InPlace.write((Tensor) this, "reluInPlace", Tensor::relu);
  }

  /** Replaces every element x by 1 / (1 + e⁻ˣ). */
  default Tensor sigmoidInPlace() {
    return InPlace.write((Tensor) this, "sigmoidInPlace", Tensor::sigmoid);
  }

  /** Replaces every element by its hyperbolic tangent. */
  default Tensor tanhInPlace() {
    return InPlace.write((Tensor) this, "tanhInPlace", Tensor::tanh);
  }

  /** Rounds the elements down. */
  default Tensor floorInPlace() {
    return InPlace.write((Tensor) this, "floorInPlace", Tensor::floor);
  }

  /** Rounds the elements up. */
  default Tensor ceilInPlace() {
    return InPlace.write((Tensor) this, "ceilInPlace", Tensor::ceil);
  }

  /** Rounds the elements to the nearest whole number, halves to even ones. */
  default Tensor roundInPlace() {
    return InPlace.write((Tensor) this, "roundInPlace", Tensor::round);
  }

  /** Moves the elements into the range from {@code min} to {@code max}. */
  default Tensor clampInPlace(double min, double max) {
    return InPlace.write((Tensor) this, "clampInPlace", t -> t.clamp(min, max));
  }

  /** Sets the elements where {@code mask}, which broadcasts, is true to a number. */
  default Tensor maskedFillInPlace(Tensor mask, double value) {
    return InPlace.write((Tensor) this, "maskedFillInPlace", t -> t.maskedFill(mask, value));
  }

  /** Replaces the elements by those of {@code other}, which broadcasts and is converted. */
  default Tensor copyFrom(Tensor other) {
    return InPlace.copy((Tensor) this, other);
  }

  /** Sets every element to {@code value}. */
  default Tensor fillInPlace(double value) {
    return InPlace.fill((Tensor) this, value);
  }

  /** Sets every element to 0. */
  default Tensor zeroInPlace() {
    return InPlace.fill((Tensor) this, 0);
  }
}
