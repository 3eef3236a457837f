/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Copies;

/** Reading, copying and converting elements. */
final class Elements {
  private Elements() {}

  static double item(Tensor x) {
    return toDoubleArray(single(x, "item"))[0];
  }

  static long itemLong(Tensor x) {
    Tensor only = single(x, "itemLong");
    if (x.dtype().isFloating() && !Double.isFinite(toDoubleArray(only)[0])) {
      throw new NumericException("itemLong: " + toDoubleArray(only)[0] + " is no integer");
    }
    return toLongArray(only)[0];
  }

  static boolean toBoolean(Tensor x) {
    return toDoubleArray(single(x, "toBoolean"))[0] != 0;
  }

  private static Tensor single(Tensor given, String method) {
    Tensor x = Batches.readable(given, method);
    if (x.numel() != 1) {
      throw new ShapeException(
          "%s reads a tensor of one element, but this one has shape %s"
              .formatted(method, Layouts.text(x.array().shape())));
    }
    return x;
  }

  static float[] toFloatArray(Tensor given) {
    Tensor x = Batches.readable(given, "toFloatArray");
    float[] values = new float[length(x)];
    StridedArray array = contiguous(converted(alive(x), DType.FLOAT32));
    array.read(values);
    return values;
  }

  static double[] toDoubleArray(Tensor given) {
    Tensor x = Batches.readable(given, "toDoubleArray");
    double[] values = new double[length(x)];
    StridedArray array = contiguous(converted(alive(x), DType.FLOAT64));
    array.read(values);
    return values;
  }

  static long[] toLongArray(Tensor given) {
    Tensor x = Batches.readable(given, "toLongArray");
    long[] values = new long[length(x)];
    StridedArray array = contiguous(converted(alive(x), DType.INT64));
    array.read(values);
    return values;
  }

  private static StridedArray alive(Tensor x) {
    x.storage().checkAlive();
    return x.array();
  }

  private static int length(Tensor x) {
    if (x.numel() > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          "a Java array cannot hold the " + x.numel() + " elements of this tensor");
    }
    return (int) x.numel();
  }

  @Differentiable
  static Tensor to(Tensor x, DType dtype) {
    if (x.dtype() == dtype) {
      return x;
    }
    return Recorder.apply(Copies.TO, new Object[] {dtype}, x);
  }

  @Differentiable
  static Tensor to(Tensor x, Device device) {
    if (!x.device().equals(device)) {
      throw new IllegalArgumentException("tensors cannot be moved to " + device + " yet");
    }
    return x;
  }

  @Differentiable
  static Tensor copy(Tensor x) {
    return Recorder.apply(Copies.CLONE, new Object[0], x);
  }

  /** The array itself if its dtype is that, else a row-major converted copy. */
  static StridedArray converted(StridedArray array, DType dtype) {
    return array.dtype() == dtype ? array : copied(array, dtype);
  }

  /** The array itself if it is contiguous, else a copy that is. */
  static StridedArray contiguous(StridedArray array) {
    return array.isContiguous() ? array : copied(array);
  }

  static StridedArray copied(StridedArray array) {
    return copied(array, array.dtype());
  }

  static StridedArray copied(StridedArray array, DType dtype) {
    StridedArray result = StridedArray.allocate(dtype, array.shape());
    Device.CPU.backend().copy(array, result);
    return result;
  }
}
