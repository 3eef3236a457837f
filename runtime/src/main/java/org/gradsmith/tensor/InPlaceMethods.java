/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Tensor's methods that write to its elements. While gradients are recorded they are refused on
 * tensors that take part in the graph; within {@code Autograd.noGrad()} they are allowed.
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
    return InPlace.addScalar((Tensor) this, value);
  }

  /** Multiplies the elements by those of {@code other}, which broadcasts. */
  default Tensor mulInPlace(Tensor other) {
    return InPlace.mul((Tensor) this, other);
  }

  /** Multiplies the elements by a number. */
  default Tensor mulInPlace(double value) {
    return InPlace.mulScalar((Tensor) this, value);
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
