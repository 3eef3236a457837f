/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.reference.ScalarInterpreter;
import org.gradsmith.kernel.reference.TestMemory;
import org.junit.jupiter.api.Test;

/** Loops that are made of other loops. */
final class LongLoopsTest {
  private static final PointwiseSpec.Operand FLOATS =
      new PointwiseSpec.Operand(DType.FLOAT32, Access.CONTIGUOUS);
  private static final PointwiseSpec.Operand ONE =
      new PointwiseSpec.Operand(DType.FLOAT32, Access.BROADCAST);

  /** y = tanh(tanh(... x · 1.01 + b ...)) and what it was half way. */
  private static PointwiseSpec longSpec() {
    Scalar value = Scalar.operand(0);
    Scalar half = value;
    for (int i = 0; i < 12; i++) {
      Scalar shifted = Scalar.add(Scalar.mul(value, Scalar.constant(1.01)), Scalar.operand(1));
      value = Scalar.unary(UnaryFunction.TANH, shifted);
      half = i == 5 ? value : half;
    }
    return new PointwiseSpec(
        DType.FLOAT32, List.of(FLOATS, FLOATS), List.of(FLOATS, ONE), List.of(value, half));
  }

  @Test
  void longExpressionsAreComputedInPartsWithTheSameBits() {
    for (Form form : Form.values()) {
      PointwiseLoop loop = DefinedLoops.define(longSpec(), form);
      assertInstanceOf(HalvedLoop.class, loop);
      check(loop, longSpec());
    }
  }

  @Test
  void aLoopThatWarmsHasTheSameBits() {
    PointwiseSpec spec =
        new PointwiseSpec(
            DType.FLOAT32,
            List.of(FLOATS),
            List.of(FLOATS, ONE),
            List.of(
                Scalar.unary(UnaryFunction.SIN, Scalar.mul(Scalar.operand(0), Scalar.operand(1)))));
    PointwiseLoop loop = DefinedLoops.warming(spec);
    assertInstanceOf(WarmingLoop.class, loop);
    for (int i = 0; i < 4; i++) {
      check(loop, spec);
    }
  }

  /** Rows longer than a piece, the first output over the first input. */
  private static void check(PointwiseLoop loop, PointwiseSpec spec) {
    int rows = 2;
    int columns = 1500;
    long count = (long) rows * columns;
    int outputs = spec.outputs().size();
    try (Arena arena = Arena.ofConfined()) {
      TestMemory x = TestMemory.random(arena, new Random(1), DType.FLOAT32, count);
      TestMemory given = TestMemory.allocate(arena, DType.FLOAT32, count);
      given.segment().copyFrom(x.segment());
      TestMemory b = TestMemory.moderate(arena, new Random(2), DType.FLOAT32, rows);
      TestMemory other = TestMemory.allocate(arena, DType.FLOAT32, count);
      MemorySegment[] segments =
          outputs == 1
              ? new MemorySegment[] {x.segment(), x.segment(), b.segment()}
              : new MemorySegment[] {x.segment(), other.segment(), x.segment(), b.segment()};
      long[] rowStrides = new long[segments.length];
      Arrays.fill(rowStrides, columns);
      rowStrides[segments.length - 1] = 1;
      long[] zeros = new long[segments.length];
      loop.run(segments, zeros, rowStrides, zeros, new double[0], rows, columns);
      for (int i = 0; i < rows * columns; i++) {
        List<Number> operands = List.of(given.get(i), b.get(i / columns));
        ScalarInterpreter at = new ScalarInterpreter(DType.FLOAT32, operands, List.of(), true);
        assertEquals(at.evaluate(spec.expressions().getFirst()), x.get(i), "element " + i);
        if (outputs > 1) {
          assertEquals(at.evaluate(spec.expressions().get(1)), other.get(i), "element " + i);
        }
      }
    }
  }
}
