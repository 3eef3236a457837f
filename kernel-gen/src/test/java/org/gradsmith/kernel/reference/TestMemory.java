/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.gradsmith.ir.DType;

/** Off-heap elements of some dtype, for tests. */
public record TestMemory(DType dtype, MemorySegment segment, long count) {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-30f,
    88.7f
  };

  /** Makes elements. */
  public interface Source {
    TestMemory make(Arena arena, Random random, DType dtype, long count);
  }

  /** Elements that are zero. */
  public static TestMemory allocate(Arena arena, DType dtype, long count) {
    return new TestMemory(dtype, arena.allocate(count * dtype.byteSize(), 64), count);
  }

  /** Random elements, the special values of float among them. */
  public static TestMemory random(Arena arena, Random random, DType dtype, long count) {
    TestMemory memory = allocate(arena, dtype, count);
    for (long i = 0; i < count; i++) {
      memory.set(i, element(random, dtype));
    }
    return memory;
  }

  /** Random elements of moderate size, which have a sum. */
  public static TestMemory moderate(Arena arena, Random random, DType dtype, long count) {
    TestMemory memory = allocate(arena, dtype, count);
    for (long i = 0; i < count; i++) {
      memory.set(i, random.nextGaussian() * 3);
    }
    return memory;
  }

  /** Random elements of few different values, among which are zeros of both signs. */
  public static TestMemory coarse(Arena arena, Random random, DType dtype, long count) {
    TestMemory memory = allocate(arena, dtype, count);
    for (long i = 0; i < count; i++) {
      memory.set(i, Math.rint(random.nextGaussian() * 2));
    }
    return memory;
  }

  private static Number element(Random random, DType dtype) {
    if (dtype == DType.BOOL) {
      return random.nextInt(2);
    }
    if (!dtype.isFloating()) {
      return random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(200) - 100;
    }
    return random.nextInt(5) == 0
        ? SPECIAL[random.nextInt(SPECIAL.length)]
        : random.nextGaussian() * 3;
  }

  /** All elements, as doubles. */
  public double[] values() {
    double[] values = new double[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i).doubleValue();
    }
    return values;
  }

  /** Stores a number, by Java's casts; as bool, whether it is not zero. */
  public void set(long index, Number value) {
    switch (dtype) {
      case FLOAT32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, value.floatValue());
      case FLOAT64 -> segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value.doubleValue());
      case INT64 -> segment.setAtIndex(ValueLayout.JAVA_LONG, index, value.longValue());
      case INT32 -> segment.setAtIndex(ValueLayout.JAVA_INT, index, value.intValue());
      case INT16 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, index, (short) value.intValue());
      case INT8, UINT8 -> segment.set(ValueLayout.JAVA_BYTE, index, (byte) value.intValue());
      case BOOL ->
          segment.set(ValueLayout.JAVA_BYTE, index, (byte) (value.doubleValue() != 0 ? 1 : 0));
      case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(dtype.toString());
    }
  }

  /** An element, boxed: Float, Double, Long, or Integer for the small ones. */
  public Number get(long index) {
    return switch (dtype) {
      case FLOAT32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case FLOAT64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      case INT64 -> segment.getAtIndex(ValueLayout.JAVA_LONG, index);
      case INT32 -> segment.getAtIndex(ValueLayout.JAVA_INT, index);
      case INT16 -> (int) segment.getAtIndex(ValueLayout.JAVA_SHORT, index);
      case INT8, BOOL -> (int) segment.get(ValueLayout.JAVA_BYTE, index);
      case UINT8 -> segment.get(ValueLayout.JAVA_BYTE, index) & 0xff;
      case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(dtype.toString());
    };
  }
}
