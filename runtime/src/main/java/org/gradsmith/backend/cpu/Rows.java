/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.backend.BadDTypeException;
import org.gradsmith.backend.StridedArray;

/**
 * Moves elements that lie a stride apart into Java arrays and back. Kernels that are no pointwise
 * loops compute on such rows, in double for both floating dtypes, so that each exists once and
 * float32 results are rounded once.
 */
final class Rows {
  private Rows() {}

  /** Reads {@code n} elements from place {@code at} of the storage. */
  static void load(StridedArray array, long at, long stride, int n, double[] target) {
    load(array, at, stride, n, target, 0);
  }

  /** Reads {@code n} elements from place {@code at} of the storage. */
  static void load(StridedArray array, long at, long stride, int n, double[] target, int to) {
    MemorySegment segment = array.storage().segment();
    switch (array.dtype()) {
      case FLOAT32 -> {
        for (int i = 0; i < n; i++) {
          target[to + i] = segment.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * stride);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          target[to + i] = segment.getAtIndex(ValueLayout.JAVA_DOUBLE, at + i * stride);
        }
      }
      case FLOAT16, BFLOAT16, INT8, INT16, INT32, INT64, UINT8, BOOL -> throw noFloats(array);
    }
  }

  /** Writes {@code n} elements from place {@code at} of the storage on. */
  static void store(double[] source, int from, int n, StridedArray array, long at, long stride) {
    MemorySegment segment = array.storage().segment();
    switch (array.dtype()) {
      case FLOAT32 -> {
        for (int i = 0; i < n; i++) {
          segment.setAtIndex(ValueLayout.JAVA_FLOAT, at + i * stride, (float) source[from + i]);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          segment.setAtIndex(ValueLayout.JAVA_DOUBLE, at + i * stride, source[from + i]);
        }
      }
      case FLOAT16, BFLOAT16, INT8, INT16, INT32, INT64, UINT8, BOOL -> throw noFloats(array);
    }
  }

  /** Reads {@code n} integers from place {@code at} of the storage. */
  static void load(StridedArray array, long at, long stride, int n, long[] target) {
    for (int i = 0; i < n; i++) {
      target[i] = integer(array, at + i * stride);
    }
  }

  /** The integer at a place of the storage. */
  static long integer(StridedArray array, long at) {
    MemorySegment segment = array.storage().segment();
    return switch (array.dtype()) {
      case INT64 -> segment.getAtIndex(ValueLayout.JAVA_LONG, at);
      case INT32 -> segment.getAtIndex(ValueLayout.JAVA_INT, at);
      case INT16 -> segment.getAtIndex(ValueLayout.JAVA_SHORT, at);
      case INT8 -> segment.get(ValueLayout.JAVA_BYTE, at);
      case UINT8 -> segment.get(ValueLayout.JAVA_BYTE, at) & 0xff;
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> throw noIntegers(array);
    };
  }

  /** Writes an integer to a place of the storage. */
  static void store(long value, StridedArray array, long at) {
    MemorySegment segment = array.storage().segment();
    switch (array.dtype()) {
      case INT64 -> segment.setAtIndex(ValueLayout.JAVA_LONG, at, value);
      case INT32 -> segment.setAtIndex(ValueLayout.JAVA_INT, at, (int) value);
      case INT16 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, at, (short) value);
      case INT8, UINT8 -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
      case BOOL -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) (value == 0 ? 0 : 1));
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> throw noIntegers(array);
    }
  }

  private static BadDTypeException noFloats(StridedArray array) {
    return new BadDTypeException(
        "works on float32 and float64, but was given %s; convert it with to(DType)"
            .formatted(array.dtype()));
  }

  private static BadDTypeException noIntegers(StridedArray array) {
    return new BadDTypeException(
        "takes integers as indices, but was given %s; convert them with to(DType.INT64)"
            .formatted(array.dtype()));
  }
}
