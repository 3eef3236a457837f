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
    return InPlace.withNumbers(
        (Tensor) this, "addInPlace", t -> t.add((long) value), t -> t.add(value), value);
  }

  /** Subtracts {@code other}, which broadcasts, from the elements. */
  default Tensor subInPlace(Tensor other) {
    return InPlace.write((Tensor) this, "subInPlace", t -> t.sub(other), other);
  }

  /** Subtracts a number from the elements. */
  default Tensor subInPlace(double value) {
    return InPlace.withNumbers(
        (Tensor) this, "subInPlace", t -> t.sub((long) value), t -> t.sub(value), value);
  }

  /** Multiplies the elements by those of {@code other}, which broadcasts. */
  default Tensor mulInPlace(Tensor other) {
    return InPlace.write((Tensor) this, "mulInPlace", t -> t.mul(other), other);
  }

  /** Multiplies the elements by a number. */
  default Tensor mulInPlace(double value) {
    return InPlace.withNumbers(
        (Tensor) this, "mulInPlace", t -> t.mul((long) value), t -> t.mul(value), value);
  }

  /** Divides the elements by those of {@code other}, which broadcasts. */
  default Tensor divInPlace(Tensor other) {
    return InPlace.write((Tensor) this, "divInPlace", t -> t.div(other), other);
  }

  /** Divides the elements by a number; those of an integer tensor would not stay integers. */
  default Tensor divInPlace(double value) {
    return InPlace.write((Tensor) this, "divInPlace", t -> t.div(value));
  }

  /** Raises the elements to a power; a whole one leaves integers what they are. */
  default Tensor powInPlace(double exponent) {
    return InPlace.withNumbers(
        (Tensor) this, "powInPlace", t -> t.pow((long) exponent), t -> t.pow(exponent), exponent);
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

  /**
   * Moves the elements into the range from {@code min} to {@code max}; whole bounds leave integers
   * what they are.
   */
  default Tensor clampInPlace(double min, double max) {
    return InPlace.withNumbers(
        (Tensor) this,
        "clampInPlace",
        t -> t.clamp((long) min, (long) max),
        t -> t.clamp(min, max),
        min,
        max);
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
    return InPlace.fill((Tensor) this, value, "fillInPlace");
  }

  /** Sets every element to 0. */
  default Tensor zeroInPlace() {
    return InPlace.fill((Tensor) this, 0, "fillInPlace");
  }
}
