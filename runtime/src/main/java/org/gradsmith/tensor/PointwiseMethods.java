/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.NumberRows;
import org.gradsmith.ir.op.Pointwise;
import org.jspecify.annotations.Nullable;

/** Tensor's methods that compute each element from the elements at the same place. */
public sealed interface PointwiseMethods permits Tensor {
  /** this + other; shapes broadcast. */
  @Op("add")
  default Tensor add(Tensor other) {
    return Recorder.apply(Pointwise.ADD, new Object[] {}, (Tensor) this, other);
  }

  /** this + value; an integer tensor becomes one of the default floating dtype. */
  @Op("addScalar")
  default Tensor add(double value) {
    return Recorder.apply(Pointwise.ADD_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** this + value; an integer tensor stays one. */
  @Op("addScalar")
  default Tensor add(long value) {
    return Recorder.apply(Pointwise.ADD_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** this - other; shapes broadcast. */
  @Op("sub")
  default Tensor sub(Tensor other) {
    return Recorder.apply(Pointwise.SUB, new Object[] {}, (Tensor) this, other);
  }

  /** this - value. */
  @Op("subScalar")
  default Tensor sub(double value) {
    return Recorder.apply(NumberRows.SUB_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** this - value; an integer tensor stays one. */
  @Op("subScalar")
  default Tensor sub(long value) {
    return Recorder.apply(NumberRows.SUB_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** this · other, element by element; shapes broadcast. */
  @Op("mul")
  default Tensor mul(Tensor other) {
    return Recorder.apply(Pointwise.MUL, new Object[] {}, (Tensor) this, other);
  }

  /** this · value; an integer tensor becomes one of the default floating dtype. */
  @Op("mulScalar")
  default Tensor mul(double value) {
    return Recorder.apply(Pointwise.MUL_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** this · value; an integer tensor stays one. */
  @Op("mulScalar")
  default Tensor mul(long value) {
    return Recorder.apply(Pointwise.MUL_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** this / other; shapes broadcast; integers become float32. */
  @Op("div")
  default Tensor div(Tensor other) {
    return Recorder.apply(Pointwise.DIV, new Object[] {}, (Tensor) this, other);
  }

  /** this / value; integers become float32. */
  @Op("divScalar")
  default Tensor div(double value) {
    return Recorder.apply(NumberRows.DIV_SCALAR, new Object[] {value}, (Tensor) this);
  }

  /** -this. */
  @Op("neg")
  default Tensor neg() {
    return Recorder.apply(Pointwise.NEG, new Object[] {}, (Tensor) this);
  }

  /** e to the power of each element. */
  @Op("exp")
  default Tensor exp() {
    return Recorder.apply(Pointwise.EXP, new Object[] {}, (Tensor) this);
  }

  /** Natural logarithm. */
  @Op("log")
  default Tensor log() {
    return Recorder.apply(Pointwise.LOG, new Object[] {}, (Tensor) this);
  }

  /** Square root. */
  @Op("sqrt")
  default Tensor sqrt() {
    return Recorder.apply(Pointwise.SQRT, new Object[] {}, (Tensor) this);
  }

  /** Hyperbolic tangent. */
  @Op("tanh")
  default Tensor tanh() {
    return Recorder.apply(Pointwise.TANH, new Object[] {}, (Tensor) this);
  }

  /** 1 / (1 + e^-this). */
  @Op("sigmoid")
  default Tensor sigmoid() {
    return Recorder.apply(Pointwise.SIGMOID, new Object[] {}, (Tensor) this);
  }

  /** The larger of each element and 0; NaN stays NaN. */
  @Op("relu")
  default Tensor relu() {
    return Recorder.apply(Pointwise.RELU, new Object[] {}, (Tensor) this);
  }

  /** this + bias, the bias lying along dimension 1; an absent bias adds nothing. */
  @Op("addBias")
  default Tensor addBias(@Nullable Tensor bias) {
    return addBias(bias, 1);
  }

  /** this + bias, the bias lying along dimension {@code dim}; an absent bias adds nothing. */
  @Op("addBias")
  default Tensor addBias(@Nullable Tensor bias, int dim) {
    return Recorder.apply(Pointwise.ADD_BIAS, new Object[] {(long) dim}, (Tensor) this, bias);
  }
}
