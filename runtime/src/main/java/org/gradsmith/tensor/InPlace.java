/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.jspecify.annotations.Nullable;

/** Writes to the elements of tensors. */
final class InPlace {
  private InPlace() {}

  static Tensor add(Tensor x, Tensor other, double factor) {
    allow(x, other, "addInPlace");
    Tensor term = factor == 1 ? other : Primitives.mulScalar(other, factor);
    return write(x, "addInPlace", Pointwise.ADD, new Object[] {}, x, term);
  }

  static Tensor addScalar(Tensor x, double value) {
    allow(x, null, "addInPlace");
    return write(x, "addInPlace", Pointwise.ADD_SCALAR, number(x, "addInPlace", value), x);
  }

  static Tensor mul(Tensor x, Tensor other) {
    allow(x, other, "mulInPlace");
    return write(x, "mulInPlace", Pointwise.MUL, new Object[] {}, x, other);
  }

  static Tensor mulScalar(Tensor x, double value) {
    allow(x, null, "mulInPlace");
    return write(x, "mulInPlace", Pointwise.MUL_SCALAR, number(x, "mulInPlace", value), x);
  }

  static Tensor copy(Tensor x, Tensor other) {
    allow(x, other, "copyFrom");
    other.storage().checkAlive();
    StridedArray source = broadcast(other, x, "copyFrom");
    boolean overlaps = other.storage() == x.storage();
    StridedArray from =
        overlaps ? Elements.converted(Elements.copy(other.detach()).array(), x.dtype()) : source;
    StridedArray shaped = overlaps ? Layouts.expanded(from, x.array().shape()) : from;
    Execution.backend(x).copy(shaped, x.array());
    x.versionCounter().bump("copyFrom");
    return x;
  }

  static Tensor fill(Tensor x, double value) {
    allow(x, null, "fillInPlace");
    x.storage().checkAlive();
    Execution.backend(x).fill(x.array(), value);
    x.versionCounter().bump("fillInPlace");
    return x;
  }

  /** A whole number leaves an integer tensor what it is; a fraction would not fit into it. */
  private static Object[] number(Tensor x, String method, double value) {
    if (x.dtype().isFloating()) {
      return new Object[] {value};
    }
    if (value != Math.rint(value) || x.dtype() == DType.BOOL) {
      throw new DTypeException(
          "%s(%s): the result does not fit a tensor of dtype %s; use to(DType.FLOAT32) first"
              .formatted(method, value, x.dtype()));
    }
    return new Object[] {(long) value};
  }

  /** Computes the op and puts its result in the place of {@code x}. */
  private static Tensor write(
      Tensor x, String method, Op op, Object[] attributes, @Nullable Tensor... operands) {
    Tensor result = Primitives.run(op, operands, attributes)[0];
    if (result.dtype().isFloating() && !x.dtype().isFloating()) {
      throw new DTypeException(
          "%s: the result has dtype %s and cannot be written to a tensor of dtype %s"
              .formatted(method, result.dtype(), x.dtype()));
    }
    if (!Arrays.equals(result.array().shape(), x.array().shape())) {
      throw new ShapeException(
          "%s: the result has shape %s and cannot be written to a tensor of shape %s"
              .formatted(
                  method, Layouts.text(result.array().shape()), Layouts.text(x.array().shape())));
    }
    Execution.backend(x).copy(result.array(), x.array());
    Primitives.release(result);
    x.versionCounter().bump(method);
    return x;
  }

  private static StridedArray broadcast(Tensor other, Tensor x, String method) {
    long[] from = other.array().shape();
    long[] to = x.array().shape();
    boolean fits = from.length <= to.length;
    for (int i = 1; fits && i <= from.length; i++) {
      long size = from[from.length - i];
      fits = size == 1 || size == to[to.length - i];
    }
    if (!fits) {
      throw new ShapeException(
          "%s: shape %s does not broadcast to %s"
              .formatted(method, Layouts.text(from), Layouts.text(to)));
    }
    return Layouts.expanded(other.array(), to);
  }

  /** A write that the graph would not know of, or that would spoil what it knows, is refused. */
  private static void allow(Tensor x, @Nullable Tensor other, String method) {
    if (Arrays.stream(x.array().strides()).anyMatch(s -> s == 0) && x.numel() > 1) {
      throw new InPlaceException(
          method + ": several elements of this expanded tensor share one place; use copy() first");
    }
    if (!GradMode.isEnabled()) {
      return;
    }
    Tensor base = x.base();
    if ((base != null && base.requiresGrad()) || x.requiresGrad()) {
      Tensor root = base != null && base.requiresGrad() ? base : x;
      String what = root == x ? "this tensor" : "the tensor that this one is a view of";
      throw new InPlaceException(
          method
              + ": "
              + what
              + (root.isLeaf() ? " is a leaf that requires a gradient" : " takes part in the graph")
              + "; write to it within Autograd.noGrad(), or to a copy");
    }
    if (other != null && other.requiresGrad()) {
      throw new InPlaceException(
          method
              + ": the other tensor requires a gradient, which would be lost; compute a new tensor"
              + " instead, or write other.detach()");
    }
  }
}
