/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;

/**
 * Moves single elements between places that a list names. Copying looks at the width of an element
 * only; adding works in the elements' own dtype, and of bools it makes "or".
 */
final class ElementMoves {
  private ElementMoves() {}

  /** to[at + i] = from[places[i]]. */
  static void read(StridedArray from, long[] places, int n, StridedArray to, long at) {
    MemorySegment source = from.storage().segment();
    MemorySegment target = to.storage().segment();
    switch (from.dtype().byteSize()) {
      case 1 -> {
        for (int i = 0; i < n; i++) {
          target.set(ValueLayout.JAVA_BYTE, at + i, source.get(ValueLayout.JAVA_BYTE, places[i]));
        }
      }
      case 2 -> {
        for (int i = 0; i < n; i++) {
          short value = source.getAtIndex(ValueLayout.JAVA_SHORT, places[i]);
          target.setAtIndex(ValueLayout.JAVA_SHORT, at + i, value);
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          int value = source.getAtIndex(ValueLayout.JAVA_INT, places[i]);
          target.setAtIndex(ValueLayout.JAVA_INT, at + i, value);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          long value = source.getAtIndex(ValueLayout.JAVA_LONG, places[i]);
          target.setAtIndex(ValueLayout.JAVA_LONG, at + i, value);
        }
      }
    }
  }

  /** to[places[i]] = from[at + i], in the order of i. */
  static void write(StridedArray from, long at, int n, StridedArray to, long[] places) {
    MemorySegment source = from.storage().segment();
    MemorySegment target = to.storage().segment();
    switch (from.dtype().byteSize()) {
      case 1 -> {
        for (int i = 0; i < n; i++) {
          target.set(ValueLayout.JAVA_BYTE, places[i], source.get(ValueLayout.JAVA_BYTE, at + i));
        }
      }
      case 2 -> {
        for (int i = 0; i < n; i++) {
          short value = source.getAtIndex(ValueLayout.JAVA_SHORT, at + i);
          target.setAtIndex(ValueLayout.JAVA_SHORT, places[i], value);
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          int value = source.getAtIndex(ValueLayout.JAVA_INT, at + i);
          target.setAtIndex(ValueLayout.JAVA_INT, places[i], value);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          long value = source.getAtIndex(ValueLayout.JAVA_LONG, at + i);
          target.setAtIndex(ValueLayout.JAVA_LONG, places[i], value);
        }
      }
    }
  }

  /** to[places[i]] += from[at + i], in the order of i. */
  static void add(StridedArray from, long at, int n, StridedArray to, long[] places) {
    MemorySegment source = from.storage().segment();
    MemorySegment target = to.storage().segment();
    switch (from.dtype()) {
      case FLOAT32 -> {
        for (int i = 0; i < n; i++) {
          float sum =
              target.getAtIndex(ValueLayout.JAVA_FLOAT, places[i])
                  + source.getAtIndex(ValueLayout.JAVA_FLOAT, at + i);
          target.setAtIndex(ValueLayout.JAVA_FLOAT, places[i], sum);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          double sum =
              target.getAtIndex(ValueLayout.JAVA_DOUBLE, places[i])
                  + source.getAtIndex(ValueLayout.JAVA_DOUBLE, at + i);
          target.setAtIndex(ValueLayout.JAVA_DOUBLE, places[i], sum);
        }
      }
      case INT8, INT16, INT32, INT64, UINT8, BOOL -> {
        for (int i = 0; i < n; i++) {
          long sum = Rows.integer(to, places[i]) + Rows.integer(from, at + i);
          Rows.store(sum, to, places[i]);
        }
      }
      case FLOAT16, BFLOAT16 -> throw halfType(from.dtype());
    }
  }

  /** to[at + i] += from[start + i]. */
  static void addBlock(StridedArray from, long start, int n, StridedArray to, long at) {
    MemorySegment source = from.storage().segment();
    MemorySegment target = to.storage().segment();
    switch (from.dtype()) {
      case FLOAT32 -> {
        for (int i = 0; i < n; i++) {
          float sum =
              target.getAtIndex(ValueLayout.JAVA_FLOAT, at + i)
                  + source.getAtIndex(ValueLayout.JAVA_FLOAT, start + i);
          target.setAtIndex(ValueLayout.JAVA_FLOAT, at + i, sum);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          double sum =
              target.getAtIndex(ValueLayout.JAVA_DOUBLE, at + i)
                  + source.getAtIndex(ValueLayout.JAVA_DOUBLE, start + i);
          target.setAtIndex(ValueLayout.JAVA_DOUBLE, at + i, sum);
        }
      }
      case INT8, INT16, INT32, INT64, UINT8, BOOL -> {
        for (int i = 0; i < n; i++) {
          Rows.store(Rows.integer(to, at + i) + Rows.integer(from, start + i), to, at + i);
        }
      }
      case FLOAT16, BFLOAT16 -> throw halfType(from.dtype());
    }
  }

  /** Copies {@code n} elements that lie without gaps on both sides. */
  static void copyBlock(StridedArray from, long start, long n, StridedArray to, long at) {
    long width = from.dtype().byteSize();
    MemorySegment.copy(
        from.storage().segment(), start * width, to.storage().segment(), at * width, n * width);
  }

  private static IllegalStateException halfType(DType dtype) {
    return new IllegalStateException(dtype + " is widened before a kernel sees it");
  }
}
