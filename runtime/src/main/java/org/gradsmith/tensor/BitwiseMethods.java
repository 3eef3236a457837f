/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Bitwise;

/** Tensor's ops on the bits of integers; those of bool are truths. */
public sealed interface BitwiseMethods permits Tensor {
  /** Bits set in both; shapes broadcast. */
  @Op("bitwiseAnd")
  default Tensor bitwiseAnd(Tensor other) {
    return Recorder.apply(
        Bitwise.BITWISE_AND, new Object[0], Scalars.integer((Tensor) this, "bitwiseAnd"), other);
  }

  /** As {@link #bitwiseAnd(Tensor)} with an integer, which leaves integer tensors what they are. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor bitwiseAnd(long value) {
    return bitwiseAnd(Scalars.like((Tensor) this, value));
  }

  /** Bits set in one or both; shapes broadcast. */
  @Op("bitwiseOr")
  default Tensor bitwiseOr(Tensor other) {
    return Recorder.apply(
        Bitwise.BITWISE_OR, new Object[0], Scalars.integer((Tensor) this, "bitwiseOr"), other);
  }

  /** As {@link #bitwiseOr(Tensor)} with an integer, which leaves integer tensors what they are. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor bitwiseOr(long value) {
    return bitwiseOr(Scalars.like((Tensor) this, value));
  }

  /** Bits set in exactly one; shapes broadcast. */
  @Op("bitwiseXor")
  default Tensor bitwiseXor(Tensor other) {
    return Recorder.apply(
        Bitwise.BITWISE_XOR, new Object[0], Scalars.integer((Tensor) this, "bitwiseXor"), other);
  }

  /** As {@link #bitwiseXor(Tensor)} with an integer, which leaves integer tensors what they are. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor bitwiseXor(long value) {
    return bitwiseXor(Scalars.like((Tensor) this, value));
  }

  /** this · 2^other; shapes broadcast. */
  @Op("bitwiseLeftShift")
  default Tensor bitwiseLeftShift(Tensor other) {
    return Recorder.apply(
        Bitwise.SHIFT_LEFT,
        new Object[0],
        Scalars.integer((Tensor) this, "bitwiseLeftShift"),
        other);
  }

  /**
   * As {@link #bitwiseLeftShift(Tensor)} with an integer, which leaves integer tensors what they
   * are.
   */
  @NonDifferentiable("integers carry no gradient")
  default Tensor bitwiseLeftShift(long value) {
    return bitwiseLeftShift(Scalars.like((Tensor) this, value));
  }

  /** this / 2^other, rounded down; shapes broadcast. */
  @Op("bitwiseRightShift")
  default Tensor bitwiseRightShift(Tensor other) {
    return Recorder.apply(
        Bitwise.SHIFT_RIGHT,
        new Object[0],
        Scalars.integer((Tensor) this, "bitwiseRightShift"),
        other);
  }

  /**
   * As {@link #bitwiseRightShift(Tensor)} with an integer, which leaves integer tensors what they
   * are.
   */
  @NonDifferentiable("integers carry no gradient")
  default Tensor bitwiseRightShift(long value) {
    return bitwiseRightShift(Scalars.like((Tensor) this, value));
  }

  /** Every bit turned over; the other truth of a bool. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor bitwiseNot() {
    Tensor x = Scalars.integer((Tensor) this, "bitwiseNot");
    return x.dtype() == DType.BOOL
        ? x.logicalNot()
        : Recorder.apply(Bitwise.BITWISE_NOT, new Object[0], x);
  }
}
