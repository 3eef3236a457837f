/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Comparisons;
import org.gradsmith.ir.op.NumberRows;

/**
 * Tensor's conditions on elements; the results are of dtype bool. A comparison with NaN does not
 * hold, but for {@code ne}.
 */
public sealed interface ComparisonMethods permits Tensor {
  /** Whether this = other; shapes broadcast. */
  @Op("eq")
  default Tensor eq(Tensor other) {
    return Recorder.apply(Comparisons.EQ, new Object[0], (Tensor) this, other);
  }

  /** As {@link #eq(Tensor)} with a number. */
  @Op("eqScalar")
  default Tensor eq(double value) {
    return Recorder.apply(NumberRows.EQ_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** As {@link #eq(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Op("eqScalar")
  default Tensor eq(long value) {
    return Recorder.apply(NumberRows.EQ_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** Whether this ≠ other; shapes broadcast. */
  @Op("ne")
  default Tensor ne(Tensor other) {
    return Recorder.apply(Comparisons.NE, new Object[0], (Tensor) this, other);
  }

  /** As {@link #ne(Tensor)} with a number. */
  @Op("neScalar")
  default Tensor ne(double value) {
    return Recorder.apply(NumberRows.NE_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** As {@link #ne(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Op("neScalar")
  default Tensor ne(long value) {
    return Recorder.apply(NumberRows.NE_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** Whether this < other; shapes broadcast. */
  @Op("lt")
  default Tensor lt(Tensor other) {
    return Recorder.apply(Comparisons.LT, new Object[0], (Tensor) this, other);
  }

  /** As {@link #lt(Tensor)} with a number. */
  @Op("ltScalar")
  default Tensor lt(double value) {
    return Recorder.apply(NumberRows.LT_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** As {@link #lt(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Op("ltScalar")
  default Tensor lt(long value) {
    return Recorder.apply(NumberRows.LT_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** Whether this > other; shapes broadcast. */
  @Op("gt")
  default Tensor gt(Tensor other) {
    return Recorder.apply(Comparisons.GT, new Object[0], (Tensor) this, other);
  }

  /** As {@link #gt(Tensor)} with a number. */
  @Op("gtScalar")
  default Tensor gt(double value) {
    return Recorder.apply(NumberRows.GT_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** As {@link #gt(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Op("gtScalar")
  default Tensor gt(long value) {
    return Recorder.apply(NumberRows.GT_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** Whether this ≤ other; shapes broadcast. */
  @Op("le")
  default Tensor le(Tensor other) {
    return Recorder.apply(Comparisons.LE, new Object[0], (Tensor) this, other);
  }

  /** As {@link #le(Tensor)} with a number. */
  @Op("leScalar")
  default Tensor le(double value) {
    return Recorder.apply(NumberRows.LE_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** As {@link #le(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Op("leScalar")
  default Tensor le(long value) {
    return Recorder.apply(NumberRows.LE_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** Whether this ≥ other; shapes broadcast. */
  @Op("ge")
  default Tensor ge(Tensor other) {
    return Recorder.apply(Comparisons.GE, new Object[0], (Tensor) this, other);
  }

  /** As {@link #ge(Tensor)} with a number. */
  @Op("geScalar")
  default Tensor ge(double value) {
    return Recorder.apply(NumberRows.GE_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** As {@link #ge(Tensor)} with an integer, which leaves integer tensors what they are. */
  @Op("geScalar")
  default Tensor ge(long value) {
    return Recorder.apply(NumberRows.GE_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** Whether both are not 0; shapes broadcast. */
  @Op("logicalAnd")
  default Tensor logicalAnd(Tensor other) {
    return Recorder.apply(Comparisons.LOGICAL_AND, new Object[0], (Tensor) this, other);
  }

  /** Whether one is not 0; shapes broadcast. */
  @Op("logicalOr")
  default Tensor logicalOr(Tensor other) {
    return Recorder.apply(Comparisons.LOGICAL_OR, new Object[0], (Tensor) this, other);
  }

  /** Whether exactly one is not 0; shapes broadcast. */
  @Op("logicalXor")
  default Tensor logicalXor(Tensor other) {
    return Recorder.apply(Comparisons.LOGICAL_XOR, new Object[0], (Tensor) this, other);
  }

  /** Whether the element is 0. */
  @Op("logicalNot")
  default Tensor logicalNot() {
    return Recorder.apply(Comparisons.LOGICAL_NOT, new Object[0], (Tensor) this);
  }

  /** Whether the element is no number. */
  @Op("isnan")
  default Tensor isnan() {
    return Recorder.apply(Comparisons.IS_NAN, new Object[0], (Tensor) this);
  }

  /** Whether the element is infinite. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isinf() {
    Tensor x = (Tensor) this;
    return x.dtype().isFloating()
        ? Recorder.apply(Comparisons.IS_INF, new Object[0], x)
        : Tensor.zeros(new TensorOptions(DType.BOOL, x.device(), false), x.shape());
  }

  /** Whether the element is neither infinite nor NaN. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isfinite() {
    Tensor x = (Tensor) this;
    return x.dtype().isFloating()
        ? Recorder.apply(Comparisons.IS_FINITE, new Object[0], x)
        : Tensor.ones(new TensorOptions(DType.BOOL, x.device(), false), x.shape());
  }

  /**
   * Whether |this - other| ≤ atol + rtol · |other|, or both are equal.
   *
   * @param equalNan whether NaN is close to NaN
   */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isclose(Tensor other, double rtol, double atol, boolean equalNan) {
    return Scalars.isClose((Tensor) this, other, rtol, atol, equalNan);
  }

  /** Whether all elements are close; see {@link #isclose}. */
  default boolean allclose(Tensor other, double rtol, double atol, boolean equalNan) {
    Tensor close = isclose(other, rtol, atol, equalNan);
    return close.numel() == 0 || close.logicalNot().to(DType.INT64).sum().itemLong() == 0;
  }

  /** Whether both have one shape and equal elements. */
  default boolean equal(Tensor other) {
    Tensor x = (Tensor) this;
    return java.util.Arrays.equals(x.array().shape(), other.array().shape())
        && x.ne(other).to(DType.INT64).sum().itemLong() == 0;
  }
}
