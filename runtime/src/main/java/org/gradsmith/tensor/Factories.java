/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator;

/** Makes tensors out of Java values. */
final class Factories {
  private Factories() {}

  static Tensor of(float[] values, long... shape) {
    StridedArray array = checked(DType.FLOAT32, values.length, shape);
    MemorySegment.copy(
        values, 0, array.storage().segment(), ValueLayout.JAVA_FLOAT, 0, values.length);
    return Tensor.owning(array, Device.CPU);
  }

  static Tensor of(double[] values, long... shape) {
    StridedArray array = checked(DType.FLOAT64, values.length, shape);
    MemorySegment.copy(
        values, 0, array.storage().segment(), ValueLayout.JAVA_DOUBLE, 0, values.length);
    return Tensor.owning(array, Device.CPU);
  }

  static Tensor of(long[] values, long... shape) {
    StridedArray array = checked(DType.INT64, values.length, shape);
    MemorySegment.copy(
        values, 0, array.storage().segment(), ValueLayout.JAVA_LONG, 0, values.length);
    return Tensor.owning(array, Device.CPU);
  }

  static Tensor of(int[] values, long... shape) {
    StridedArray array = checked(DType.INT32, values.length, shape);
    MemorySegment.copy(
        values, 0, array.storage().segment(), ValueLayout.JAVA_INT, 0, values.length);
    return Tensor.owning(array, Device.CPU);
  }

  private static StridedArray checked(DType dtype, long count, long[] shape) {
    StridedArray array = StridedArray.allocate(dtype, sizes(shape));
    if (array.count() != count) {
      throw new ShapeException(
          "%d values do not fill shape %s, which has %d places"
              .formatted(count, Layouts.text(shape), array.count()));
    }
    return array;
  }

  private static long[] sizes(long[] shape) {
    double bytes = Double.BYTES;
    for (long size : shape) {
      if (size < 0) {
        throw new ShapeException("shape " + Layouts.text(shape) + " has a negative size");
      }
      bytes *= size;
    }
    if (bytes >= Long.MAX_VALUE) {
      throw new ShapeException(
          "shape " + Layouts.text(shape) + " has more elements than any memory holds");
    }
    return shape.clone();
  }

  static Tensor empty(TensorOptions options, long... shape) {
    Tensor tensor =
        Tensor.owning(StridedArray.allocate(options.dtype(), sizes(shape)), options.device());
    return options.requiresGrad() ? tensor.requiresGrad(true) : tensor;
  }

  static Tensor full(TensorOptions options, double value, long... shape) {
    Tensor tensor = empty(options, shape);
    Execution.backend(tensor).fill(tensor.array(), value);
    return tensor;
  }

  static Tensor arange(TensorOptions options, double start, double end, double step) {
    if (step == 0 || !(Double.isFinite(start) && Double.isFinite(end) && Double.isFinite(step))) {
      throw new IllegalArgumentException(
          "arange from %s to %s in steps of %s has no elements that can be counted"
              .formatted(start, end, step));
    }
    int count = Math.toIntExact((long) Math.max(0, Math.ceil((end - start) / step)));
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = start + i * step;
    }
    return finished(of(values, count), options);
  }

  static Tensor linspace(TensorOptions options, double start, double end, int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("linspace: " + steps + " steps are fewer than none");
    }
    double[] values = new double[steps];
    double step = steps > 1 ? (end - start) / (steps - 1) : 0;
    for (int i = 0; i < steps; i++) {
      // from both ends, so that the last number is the end itself
      values[i] = i < steps / 2 || steps == 1 ? start + i * step : end - (steps - 1 - i) * step;
    }
    return finished(of(values, steps), options);
  }

  static Tensor eye(TensorOptions options, int rows, int columns) {
    double[] values = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < Math.min(rows, columns); i++) {
      values[i * columns + i] = 1;
    }
    return finished(of(values, rows, columns), options);
  }

  static Tensor rand(Generator generator, TensorOptions options, long... shape) {
    requireFloating("rand", options);
    DType dtype = options.dtype();
    return finished(
        Batches.drawn(
            "rand",
            shape,
            all ->
                dtype == DType.FLOAT64
                    ? of(generator.uniformDoubles(count(all)), all)
                    : of(cut(generator.uniformFloats(count(all)), dtype), all)),
        options);
  }

  /** Cut off behind the digits that a half type has, since rounding would make 1 of some. */
  private static float[] cut(float[] uniform, DType dtype) {
    float digits = dtype == DType.FLOAT16 ? 0x1p11f : dtype == DType.BFLOAT16 ? 0x1p8f : 0;
    for (int i = 0; digits > 0 && i < uniform.length; i++) {
      uniform[i] = (float) Math.floor(uniform[i] * digits) / digits;
    }
    return uniform;
  }

  static Tensor randn(Generator generator, TensorOptions options, long... shape) {
    requireFloating("randn", options);
    return finished(
        Batches.drawn(
            "randn",
            shape,
            all ->
                options.dtype() == DType.FLOAT64
                    ? of(generator.normalDoubles(count(all)), all)
                    : of(generator.normalFloats(count(all)), all)),
        options);
  }

  private static void requireFloating(String method, TensorOptions options) {
    if (!options.dtype().isFloating()) {
      throw new DTypeException(
          method
              + " draws floating-point numbers, which dtype "
              + options.dtype()
              + " cannot hold");
    }
  }

  /** Number of elements of a shape. */
  static int count(long... shape) {
    long count = 1;
    for (long size : sizes(shape)) {
      count = Math.multiplyExact(count, size);
    }
    return Math.toIntExact(count);
  }

  static Tensor finished(Tensor tensor, TensorOptions options) {
    Tensor result = tensor.to(options.dtype());
    return options.requiresGrad() ? result.requiresGrad(true) : result;
  }
}
