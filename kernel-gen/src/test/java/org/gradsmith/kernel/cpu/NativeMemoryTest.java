/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.cpu.PointwiseSpec.Operand;
import org.junit.jupiter.api.Test;

/** Loops read and write by address; what would lead out of a segment is found before they begin. */
class NativeMemoryTest {
  private static final long[] ONES = {1, 1};

  private static PointwiseLoop copy(Form form, Access access) {
    Operand in = new Operand(DType.FLOAT32, access);
    Operand out = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    return DefinedLoops.define(
        new PointwiseSpec(DType.FLOAT32, List.of(out), List.of(in), List.of(Scalar.operand(0))),
        form);
  }

  private static void run(
      PointwiseLoop loop,
      MemorySegment y,
      MemorySegment x,
      long[] offsets,
      long rows,
      int columns) {
    loop.run(
        new MemorySegment[] {y, x},
        offsets,
        new long[] {columns, 0},
        ONES,
        new double[0],
        rows,
        columns);
  }

  @Test
  void placesOutsideOfASegmentAreFoundBeforeTheLoop() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(40, 4);
      MemorySegment y = arena.allocate(40, 4);
      for (Form form : Form.values()) {
        PointwiseLoop loop = copy(form, Access.CONTIGUOUS);
        run(loop, y, x, new long[] {0, 0}, 1, 10);
        long[] behind = {0, 1};
        assertThrows(IndexOutOfBoundsException.class, () -> run(loop, y, x, behind, 1, 10));
        long[] before = {-1, 0};
        assertThrows(IndexOutOfBoundsException.class, () -> run(loop, y, x, before, 1, 4));
        long[] start = {0, 0};
        assertThrows(IndexOutOfBoundsException.class, () -> run(loop, y, x, start, 3, 4));
        run(loop, y, x, new long[] {100, -100}, 0, 4);
      }
    }
  }

  @Test
  void stridesBackwardsAreFollowed() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
      MemorySegment y = arena.allocate(12, 4);
      PointwiseLoop loop = copy(Form.SCALAR, Access.STRIDED);
      MemorySegment[] segments = {y, x};
      long[] backwards = {1, -1};
      loop.run(segments, new long[] {0, 2}, ONES, backwards, new double[0], 1, 3);
      assertEquals(3f, y.getAtIndex(ValueLayout.JAVA_FLOAT, 0));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> loop.run(segments, new long[] {0, 1}, ONES, backwards, new double[0], 1, 3));
    }
  }

  @Test
  void memoryThatCannotBeUsedIsRefused() {
    PointwiseLoop loop = copy(Form.VECTOR, Access.CONTIGUOUS);
    long[] start = {0, 0};
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(40, 4);
      MemorySegment readOnly = arena.allocate(40, 4).asReadOnly();
      run(loop, x, readOnly, start, 1, 10);
      assertThrows(UnsupportedOperationException.class, () -> run(loop, readOnly, x, start, 1, 10));
      MemorySegment heap = MemorySegment.ofArray(new float[10]);
      assertThrows(IllegalArgumentException.class, () -> run(loop, x, heap, start, 1, 10));
      closed = x;
    }
    assertThrows(IllegalStateException.class, () -> run(loop, closed, closed, start, 1, 10));
  }

  @Test
  void sizesThatOverflowAreFound() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(40, 4);
      assertThrows(
          ArithmeticException.class,
          () -> NativeMemory.place(true, x, 0, Long.MAX_VALUE, 4, 2, 1, 4));
    }
  }

  @Test
  void arraysTakePartInLoopsForMemoryAnywhere() {
    Operand strided = new Operand(DType.FLOAT32, Access.STRIDED);
    Operand out = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    PointwiseLoop loop =
        DefinedLoops.anywhere(
            new PointwiseSpec(
                DType.FLOAT32,
                List.of(out),
                List.of(strided, strided),
                List.of(Scalar.add(Scalar.operand(0), Scalar.operand(1)))));
    float[] x = {1, 2, 3, 4, 5, 6};
    float[] y = new float[4];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ones = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 10, 20, 30);
      loop.run(
          new MemorySegment[] {MemorySegment.ofArray(y), MemorySegment.ofArray(x), ones},
          new long[] {1, 0, 2},
          new long[3],
          new long[] {1, 2, -1},
          new double[0],
          1,
          3);
    }
    assertArrayEquals(new float[] {0, 31, 23, 15}, y);
  }
}
