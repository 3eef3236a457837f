/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.ir.DType;

/**
 * Tensor's static methods that make tensors out of Java values. {@code of} copies and infers the
 * dtype: literals as in Python ({@code of(1, 2)} is int64, {@code of(1.0, 2.0)} has the default
 * floating dtype), arrays as in NumPy ({@code int[]} is int32, {@code double[]} float64). {@code
 * wrap} shares memory.
 */
public abstract sealed class CreatingStatics permits DrawingStatics {
  CreatingStatics() {}

  /** A one-dimensional float32 tensor. */
  public static Tensor of(float... values) {
    return Factories.of(values, values.length);
  }

  /** A one-dimensional tensor of the default floating dtype, from literals. */
  public static Tensor of(double first, double... others) {
    double[] values = new double[others.length + 1];
    values[0] = first;
    System.arraycopy(others, 0, values, 1, others.length);
    return Factories.of(values, values.length).to(DefaultDType.get());
  }

  /** A one-dimensional float64 tensor. */
  public static Tensor of(double[] values) {
    return Factories.of(values, values.length);
  }

  /** A one-dimensional int64 tensor. */
  public static Tensor of(long... values) {
    return Factories.of(values, values.length);
  }

  /** A one-dimensional int32 tensor. */
  public static Tensor of(int[] values) {
    return Factories.of(values, values.length);
  }

  /** A one-dimensional int16 tensor. */
  public static Tensor of(short[] values) {
    return Nested.of(values);
  }

  /** A one-dimensional int8 tensor. */
  public static Tensor of(byte[] values) {
    return Nested.of(values);
  }

  /** A one-dimensional bool tensor. */
  public static Tensor of(boolean... values) {
    return Nested.of(values);
  }

  /**
   * A tensor from nested arrays of Java numbers or booleans ({@code float[][]}, {@code long[][][]},
   * ...), all of one length at each depth.
   */
  public static Tensor of(Object[] nested) {
    return Nested.of(nested);
  }

  /**
   * A tensor from a Java array of numbers or booleans, nested or not, converted to the dtype of the
   * options.
   */
  public static Tensor of(TensorOptions options, Object array) {
    return Factories.finished(Nested.of(array), options);
  }

  /** The dtype of floating-point tensors for which none is asked: float32 at first. */
  public static DType defaultDtype() {
    return DefaultDType.get();
  }

  /** Sets the dtype of floating-point tensors for which none is asked, for the whole process. */
  public static void setDefaultDtype(DType dtype) {
    DefaultDType.set(dtype);
  }

  /** Float32 values, copied, under a shape. */
  public static Tensor from(float[] values, long... shape) {
    return Factories.of(values, shape);
  }

  /** Float64 values, copied, under a shape. */
  public static Tensor from(double[] values, long... shape) {
    return Factories.of(values, shape);
  }

  /** Int64 values, copied, under a shape. */
  public static Tensor from(long[] values, long... shape) {
    return Factories.of(values, shape);
  }

  /** Int32 values, copied, under a shape. */
  public static Tensor from(int[] values, long... shape) {
    return Factories.of(values, shape);
  }

  /**
   * A tensor over somebody else's memory, row by row: both see each other's writes. The segment
   * stays reachable through the tensor; it must not be closed before.
   *
   * @param segment native memory or that of an array, aligned to the dtype, open to all threads
   * @throws ShapeException if the shape does not fill the segment exactly
   */
  public static Tensor wrap(MemorySegment segment, DType dtype, long... shape) {
    return Sharing.wrap(segment, dtype, shape);
  }

  /**
   * A tensor over somebody else's memory, whose element (i, j, ...) lies {@code i·strides[0] +
   * j·strides[1] + ...} elements from its start; a stride may be 0. Otherwise as {@link
   * #wrap(MemorySegment, DType, long...)}.
   */
  public static Tensor wrap(MemorySegment segment, DType dtype, long[] shape, long[] strides) {
    return Sharing.wrap(segment, dtype, shape, strides);
  }

  /**
   * A tensor over the memory of a direct buffer in native byte order, from its position to its
   * limit: both see each other's writes. The dtype follows from the kind of the buffer; a
   * ByteBuffer gives uint8.
   */
  public static Tensor wrap(Buffer buffer, long... shape) {
    return Sharing.wrap(buffer, shape);
  }

  /** A float32 tensor of no dimensions. */
  public static Tensor scalar(float value) {
    return Factories.of(new float[] {value});
  }

  /** A float64 tensor of no dimensions. */
  public static Tensor scalar(double value) {
    return Factories.of(new double[] {value});
  }

  /** An int64 tensor of no dimensions. */
  public static Tensor scalar(long value) {
    return Factories.of(new long[] {value});
  }

  /** A bool tensor of no dimensions. */
  public static Tensor scalar(boolean value) {
    return Nested.of(new boolean[] {value}).view();
  }

  /** A tensor whose elements are not set: anything may stand there. */
  public static Tensor empty(long... shape) {
    return Factories.empty(TensorOptions.standard(), shape);
  }

  public static Tensor empty(DType dtype, long... shape) {
    return Factories.empty(TensorOptions.of(dtype), shape);
  }

  public static Tensor empty(TensorOptions options, long... shape) {
    return Factories.empty(options, shape);
  }

  /** A tensor of zeros, of the default floating dtype. */
  public static Tensor zeros(long... shape) {
    return Factories.full(TensorOptions.standard(), 0, shape);
  }

  public static Tensor zeros(DType dtype, long... shape) {
    return Factories.full(TensorOptions.of(dtype), 0, shape);
  }

  public static Tensor zeros(TensorOptions options, long... shape) {
    return Factories.full(options, 0, shape);
  }

  /** Zeros of the shape, dtype and device of {@code like}. */
  @NonDifferentiable("the values do not depend on those of the tensor")
  public static Tensor zerosLike(Tensor like) {
    return Factories.full(TensorOptions.like(like), 0, like.shape());
  }

  /** A tensor of ones, of the default floating dtype. */
  public static Tensor ones(long... shape) {
    return Factories.full(TensorOptions.standard(), 1, shape);
  }

  public static Tensor ones(DType dtype, long... shape) {
    return Factories.full(TensorOptions.of(dtype), 1, shape);
  }

  public static Tensor ones(TensorOptions options, long... shape) {
    return Factories.full(options, 1, shape);
  }

  /** Ones of the shape, dtype and device of {@code like}. */
  @NonDifferentiable("the values do not depend on those of the tensor")
  public static Tensor onesLike(Tensor like) {
    return Factories.full(TensorOptions.like(like), 1, like.shape());
  }

  /** A tensor of the default floating dtype, every element {@code value}. */
  public static Tensor full(long[] shape, double value) {
    return Factories.full(TensorOptions.standard(), value, shape);
  }

  public static Tensor full(DType dtype, long[] shape, double value) {
    return Factories.full(TensorOptions.of(dtype), value, shape);
  }

  public static Tensor full(TensorOptions options, long[] shape, double value) {
    return Factories.full(options, value, shape);
  }

  /** {@code value} everywhere, of the shape, dtype and device of {@code like}. */
  @NonDifferentiable("the values do not depend on those of the tensor")
  public static Tensor fullLike(Tensor like, double value) {
    return Factories.full(TensorOptions.like(like), value, like.shape());
  }

  /** The int64 numbers from 0 up to, not including, {@code end}. */
  public static Tensor arange(long end) {
    return Factories.arange(TensorOptions.of(DType.INT64), 0, (double) end, 1);
  }

  /** Numbers from {@code start} up to, not including, {@code end}, {@code step} apart. */
  public static Tensor arange(DType dtype, double start, double end, double step) {
    return Factories.arange(TensorOptions.of(dtype), start, end, step);
  }

  /** {@code steps} numbers from {@code start} to {@code end}, both included, equally far apart. */
  public static Tensor linspace(double start, double end, int steps) {
    return Factories.linspace(TensorOptions.standard(), start, end, steps);
  }

  public static Tensor linspace(TensorOptions options, double start, double end, int steps) {
    return Factories.linspace(options, start, end, steps);
  }

  /** The identity matrix (n, n). */
  public static Tensor eye(int n) {
    return Factories.eye(TensorOptions.standard(), n, n);
  }

  /** Ones on the main diagonal, zeros elsewhere: (rows, columns). */
  public static Tensor eye(TensorOptions options, int rows, int columns) {
    return Factories.eye(options, rows, columns);
  }
}
