/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.gradsmith.autograd.BatchLevel;
import org.gradsmith.autograd.ForwardMode;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.InferenceMode;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;

/**
 * Writes to the elements of tensors. A write is the out-of-place op, whose result is put in the
 * place of the old elements; where it is recorded, the tensor takes over the result's history.
 */
final class InPlace {
  private InPlace() {}

  /** {@code x + other · factor}, keeping integers. */
  static Tensor add(Tensor x, Tensor other, double factor) {
    return write(x, "addInPlace", t -> t.add(factor == 1 ? other : scaled(other, factor)), other);
  }

  private static Tensor scaled(Tensor other, double factor) {
    boolean whole = !other.dtype().isFloating() && factor == Math.rint(factor);
    return whole ? other.mul((long) factor) : other.mul(factor);
  }

  /** Computes with the old elements and numbers; whole ones leave integers what they are. */
  static Tensor withNumbers(
      Tensor x,
      String method,
      UnaryOperator<Tensor> exact,
      UnaryOperator<Tensor> op,
      double... values) {
    if (x.dtype().isFloating()) {
      return write(x, method, op);
    }
    boolean whole = Arrays.stream(values).allMatch(value -> value == Math.rint(value));
    if (!whole || x.dtype() == DType.BOOL) {
      String given = Arrays.toString(values);
      throw new DTypeException(
          "%s(%s): the result does not fit a tensor of dtype %s; use to(DType.FLOAT32) first"
              .formatted(method, given.substring(1, given.length() - 1), x.dtype()));
    }
    return write(x, method, exact);
  }

  /** Replaces the elements by those of {@code other}, converted and broadcast. */
  static Tensor copy(Tensor x, Tensor other) {
    other.storage().checkAlive();
    return write(
        x,
        "copyFrom",
        t -> {
          Tensor from = other.to(x.dtype());
          boolean overlaps = from.storage() == x.storage();
          return broadcast(overlaps ? from.copy() : from, x, "copyFrom");
        },
        other);
  }

  static Tensor broadcast(Tensor other, Tensor x, String method) {
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
    return other.expand(to);
  }

  /** Sets every element to a number. */
  static Tensor fill(Tensor x, double value, String method) {
    if (Batches.isWithinVmap(x)) {
      return write(x, method, t -> Tensor.full(TensorOptions.like(t), t.shape(), value));
    }
    checkWritable(x, method);
    boolean recorded = isRecorded(x);
    if (recorded) {
      ViewHistory.allow(x, method);
    }
    ForwardMode.written(x, x.detach());
    Tensor before = recorded ? x.beforeWrite() : x;
    Execution.backend(x).fill(x.array(), value);
    x.versionCounter().bump(method);
    if (recorded) {
      ViewHistory.rebase(x, before, x.detach(), method);
    }
    return x;
  }

  /**
   * Puts the result of an op in the place of the elements of {@code x}.
   *
   * @param method what messages call the write
   * @param op gets {@code x} as it was; its result has the shape of {@code x}
   * @param others the op's other tensors
   */
  static Tensor write(Tensor x, String method, UnaryOperator<Tensor> op, Tensor... others) {
    checkWritable(x, method);
    if (!isRecorded(x, others)) {
      Tensor result = fitted(op.apply(x), x, method);
      put(result, x, method);
      if (!Batches.isWithinVmap(x) && isNobodyElses(result, x, others)) {
        Primitives.release(result);
      }
      return x;
    }
    ViewHistory.allow(x, method);
    Tensor before = x.beforeWrite();
    Tensor computed = op.apply(before);
    boolean keptResult = computed.versionCounter().isSaved() && isNobodyElses(computed, x, others);
    Tensor result = fitted(computed, x, method);
    if (before.versionCounter().isSaved() && !Batches.isWithinVmap(before)) {
      before.keepElements();
    }
    put(result, x, method);
    if (keptResult) { // in PyTorch, what the rule kept is the written tensor itself
      computed.versionCounter().liveOnAs(x.versionCounter());
    }
    ViewHistory.rebase(x, before, result, method);
    return x;
  }

  static void put(Tensor result, Tensor x, String method) {
    ForwardMode.written(x, result);
    if (BatchLevel.isActive() && Batches.put(result, x, method)) {
      x.versionCounter().bump(method);
      return;
    }
    Execution.backend(x).copy(result.array(), x.array());
    x.versionCounter().bump(method);
  }

  static boolean isNobodyElses(Tensor result, Tensor x, Tensor... others) {
    return result.base() == null
        && result.storage() != x.storage()
        && Arrays.stream(others).noneMatch(other -> other.storage() == result.storage());
  }

  /** Integers have no gradient, so that what is written to them is lost to the graph. */
  private static boolean isRecorded(Tensor x, Tensor... others) {
    return GradMode.isEnabled()
        && x.dtype().isFloating()
        && (x.requiresGrad() || Arrays.stream(others).anyMatch(Tensor::requiresGrad));
  }

  /** The result in the dtype of what it is written to. */
  static Tensor fitted(Tensor result, Tensor x, String method) {
    boolean loses = x.dtype() == DType.BOOL && result.dtype() != DType.BOOL;
    if (loses || (result.dtype().isFloating() && !x.dtype().isFloating())) {
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
    return result.to(x.dtype());
  }

  static void checkWritable(Tensor x, String method) {
    if (Batches.isWithinVmap(x)) {
      Batches.checkWritable(x, method);
      return;
    }
    x.storage().checkAlive();
    StridedArray array = x.array();
    for (int i = 0; i < array.rank(); i++) {
      if (array.strides()[i] == 0 && array.shape()[i] > 1) {
        throw new InPlaceException(
            method
                + ": several elements of this expanded tensor share one place; use copy() first");
      }
    }
    if (x.isInference() && !InferenceMode.isOn()) {
      throw new InPlaceException(
          method
              + ": this tensor was made in inference mode and is written to outside of it; write to"
              + " a copy, or within Autograd.inferenceMode()");
    }
  }
}
