/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;

/** Reads Java arrays of numbers or booleans, nested to any depth. */
final class Nested {
  private Nested() {}

  /** A tensor of the dtype that NumPy would choose. */
  static Tensor of(Object array) {
    Class<?> element = array.getClass();
    if (!element.isArray()) {
      throw new IllegalArgumentException(
          "Tensor.of: takes arrays of numbers or booleans, not " + element.getName());
    }
    List<Long> sizes = new ArrayList<>();
    for (Object at = array; element.isArray(); element = element.getComponentType()) {
      sizes.add(at == null ? 0 : (long) Array.getLength(at));
      at = at == null || Array.getLength(at) == 0 ? null : Array.get(at, 0);
    }
    DType dtype = dtype(element);
    long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
    StridedArray target = StridedArray.allocate(dtype, shape);
    fill(array, 0, shape, target, 0);
    return Tensor.owning(target, Device.CPU);
  }

  private static DType dtype(Class<?> element) {
    if (element == float.class) {
      return DType.FLOAT32;
    }
    if (element == double.class) {
      return DType.FLOAT64;
    }
    if (element == long.class) {
      return DType.INT64;
    }
    if (element == int.class) {
      return DType.INT32;
    }
    if (element == short.class) {
      return DType.INT16;
    }
    if (element == byte.class) {
      return DType.INT8;
    }
    if (element == boolean.class) {
      return DType.BOOL;
    }
    throw new IllegalArgumentException(
        "Tensor.of: takes arrays of float, double, long, int, short, byte or boolean, not of "
            + element.getTypeName());
  }

  /** Copies the part of the array at a depth; returns the place behind it. */
  private static long fill(Object part, int depth, long[] shape, StridedArray target, long at) {
    int length = Array.getLength(part);
    if (length != shape[depth]) {
      throw new ShapeException(
          "Tensor.of: arrays at one depth have one length, but at depth %d there are %d and %d elements"
              .formatted(depth, shape[depth], length));
    }
    if (depth == shape.length - 1) {
      copy(part, length, target, at);
      return at + length;
    }
    long next = at;
    for (int i = 0; i < length; i++) {
      Object inner = Array.get(part, i);
      if (inner == null) {
        throw new NullPointerException(
            "Tensor.of: element %d at depth %d is null".formatted(i, depth));
      }
      next = fill(inner, depth + 1, shape, target, next);
    }
    return next;
  }

  private static void copy(Object values, int length, StridedArray target, long at) {
    MemorySegment source =
        switch (values) {
          case float[] v -> MemorySegment.ofArray(v);
          case double[] v -> MemorySegment.ofArray(v);
          case long[] v -> MemorySegment.ofArray(v);
          case int[] v -> MemorySegment.ofArray(v);
          case short[] v -> MemorySegment.ofArray(v);
          case byte[] v -> MemorySegment.ofArray(v);
          case boolean[] v -> MemorySegment.ofArray(bytes(v));
          default -> throw new IllegalStateException(values.getClass().getName());
        };
    long width = target.dtype().byteSize();
    MemorySegment.copy(source, 0, target.storage().segment(), at * width, length * width);
  }

  private static byte[] bytes(boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return bytes;
  }
}
