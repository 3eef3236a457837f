/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.memory.Storage;

/** Memory that a tensor and other code both look at. */
final class Sharing {
  /** Never started; stands for the threads that kernels run on. */
  private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

  private Sharing() {}

  static Tensor wrap(MemorySegment segment, DType dtype, long... shape) {
    long count = Factories.count(shape);
    if (segment.byteSize() != count * dtype.byteSize()) {
      throw new ShapeException(
          "wrap: shape %s of %s takes %d bytes, but the segment has %d"
              .formatted(Layouts.text(shape), dtype, count * dtype.byteSize(), segment.byteSize()));
    }
    return strided(segment, dtype, shape, StridedArray.contiguousStrides(shape));
  }

  static Tensor wrap(MemorySegment segment, DType dtype, long[] shape, long[] strides) {
    long last = 0;
    for (int i = 0; i < shape.length && i < strides.length; i++) {
      if (strides[i] < 0) {
        throw new ShapeException("wrap: strides " + Layouts.text(strides) + " are not negative");
      }
      last += Math.max(shape[i] - 1, 0) * strides[i];
    }
    long bytes = Factories.count(shape) == 0 ? 0 : (last + 1) * dtype.byteSize();
    if (shape.length != strides.length || segment.byteSize() < bytes) {
      throw new ShapeException(
          "wrap: shape %s with strides %s of %s reaches over %d bytes, but the segment has %d"
              .formatted(
                  Layouts.text(shape), Layouts.text(strides), dtype, bytes, segment.byteSize()));
    }
    return strided(segment, dtype, shape, strides.clone());
  }

  private static Tensor strided(MemorySegment segment, DType dtype, long[] shape, long[] strides) {
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(
          "wrap: the segment is read-only, and tensors can be written to; copy it with of(...)");
    }
    if (!segment.isAccessibleBy(ANOTHER)) {
      throw new IllegalArgumentException(
          "wrap: the segment belongs to one thread, but several compute with tensors; take it from"
              + " Arena.ofShared() or Arena.ofAuto(), or copy it with of(...)");
    }
    long alignment = dtype.byteSize();
    if (segment.isNative()
        ? segment.address() % alignment != 0
        : segment.maxByteAlignment() < alignment) {
      throw new IllegalArgumentException(
          "wrap: the segment is not aligned to the %d bytes of a %s; copy it with of(...)"
              .formatted(alignment, dtype));
    }
    StridedArray array = new StridedArray(Storage.wrap(segment), dtype, shape.clone(), strides, 0);
    return Tensor.owning(array, Device.CPU);
  }

  static Tensor wrap(Buffer buffer, long... shape) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException(
          "wrap: the buffer lies on the Java heap; allocate it with allocateDirect, or copy it with"
              + " of(...)");
    }
    return wrap(MemorySegment.ofBuffer(buffer), dtype(buffer), shape);
  }

  private static DType dtype(Buffer buffer) {
    ByteOrder order =
        switch (buffer) {
          case FloatBuffer b -> b.order();
          case DoubleBuffer b -> b.order();
          case LongBuffer b -> b.order();
          case IntBuffer b -> b.order();
          case ShortBuffer b -> b.order();
          case ByteBuffer _, CharBuffer _ -> ByteOrder.nativeOrder();
          default -> throw new IllegalArgumentException("wrap: " + buffer.getClass().getName());
        };
    if (order != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "wrap: the buffer has byte order %s, the machine %s; set order(ByteOrder.nativeOrder()) on the ByteBuffer it was made from"
              .formatted(order, ByteOrder.nativeOrder()));
    }
    return switch (buffer) {
      case FloatBuffer _ -> DType.FLOAT32;
      case DoubleBuffer _ -> DType.FLOAT64;
      case LongBuffer _ -> DType.INT64;
      case IntBuffer _ -> DType.INT32;
      case ShortBuffer _ -> DType.INT16;
      case ByteBuffer _ -> DType.UINT8;
      default ->
          throw new IllegalArgumentException(
              "wrap: a CharBuffer holds no numbers; take a ShortBuffer or a ByteBuffer");
    };
  }

  static MemorySegment segment(Tensor x) {
    requireShareable(x, "segment");
    StridedArray array = x.array();
    long width = x.dtype().byteSize();
    return x.storage().segment().asSlice(array.offset() * width, array.count() * width);
  }

  static ByteBuffer buffer(Tensor x) {
    requireShareable(x, "asBuffer");
    if (x.numel() * x.dtype().byteSize() > Integer.MAX_VALUE) {
      throw new ShapeException(
          "asBuffer: a buffer has at most 2 GiB, this tensor more; use segment()");
    }
    return segment(x).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private static void requireShareable(Tensor x, String method) {
    if (!x.device().equals(Device.CPU)) {
      throw new IllegalArgumentException(
          "%s: the tensor lies on %s; use to(Device.CPU), which copies"
              .formatted(method, x.device().name()));
    }
    if (x.requiresGrad()) {
      throw new InPlaceException(
          method
              + ": the tensor requires a gradient, and a write through shared memory would escape"
              + " autograd; use detach()."
              + method
              + "()");
    }
    if (!x.isContiguous()) {
      throw new ShapeException(
          "%s: the tensor of shape %s and strides %s has gaps or another order; use contiguous().%s()"
              .formatted(
                  method,
                  Layouts.text(x.array().shape()),
                  Layouts.text(x.array().strides()),
                  method));
    }
  }
}
