/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;

/** Conversions between the half-width floating dtypes and float32, over contiguous arrays. */
final class HalfRows {
  private static final int BFLOAT16_SHIFT = 16;

  private HalfRows() {}

  static boolean isHalf(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
  }

  /** Widens exactly. */
  static void widen(StridedArray from, StridedArray to) {
    MemorySegment source = from.storage().segment();
    MemorySegment target = to.storage().segment();
    boolean brain = from.dtype() == DType.BFLOAT16;
    for (long i = 0; i < from.count(); i++) {
      short bits = source.getAtIndex(ValueLayout.JAVA_SHORT, from.offset() + i);
      float value =
          brain ? Float.intBitsToFloat(bits << BFLOAT16_SHIFT) : Float.float16ToFloat(bits);
      target.setAtIndex(ValueLayout.JAVA_FLOAT, to.offset() + i, value);
    }
  }

  /** Rounds to the nearest, ties to even. */
  static void narrow(StridedArray from, StridedArray to) {
    MemorySegment source = from.storage().segment();
    MemorySegment target = to.storage().segment();
    boolean brain = to.dtype() == DType.BFLOAT16;
    for (long i = 0; i < from.count(); i++) {
      float value = source.getAtIndex(ValueLayout.JAVA_FLOAT, from.offset() + i);
      short bits = brain ? brain(value) : Float.floatToFloat16(value);
      target.setAtIndex(ValueLayout.JAVA_SHORT, to.offset() + i, bits);
    }
  }

  private static short brain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> BFLOAT16_SHIFT) | 0x40); // stays a NaN, made quiet
    }
    int rounding = 0x7fff + ((bits >>> BFLOAT16_SHIFT) & 1);
    return (short) ((bits + rounding) >>> BFLOAT16_SHIFT);
  }
}
