/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Softmaxes;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.reference.RowCase;
import org.gradsmith.kernel.reference.TestMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row kernels against rows computed in double, in both forms. */
final class RowLoopTest {
  /** Roundings that an element may be off by, measured at the largest element. */
  private static final double ULPS = 16;

  @ParameterizedTest
  @CsvSource({
    "1, 1", "3, 7", "3, 8", "3, 15", "3, 16", "3, 17", "3, 63", "3, 1024", "2, 5000", "1000, 5",
    "300, 33", "0, 4", "1, 4097"
  })
  void givesWhatTheRowsGiveInDouble(int rows, int columns) {
    for (RowPlan plan : RowCase.plans()) {
      for (Form form : Form.values()) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
          check(new RowCase(plan, rows, columns, RowCase.NUMBERS), dtype, form, true);
          check(new RowCase(plan, rows, columns, RowCase.NUMBERS), dtype, form, false);
        }
      }
    }
  }

  @Test
  void rowsWithoutColumnsGiveWhatReductionsOfNothingAre() {
    for (Form form : Form.values()) {
      try (CpuRowRun run =
          new CpuRowRun(
              new RowCase(RowCase.ALL_KINDS, 2, 0, RowCase.NUMBERS), DType.FLOAT32, form, true)) {
        run.run(1);
        assertEquals(Float.POSITIVE_INFINITY, run.outputs().getFirst().get(1));
      }
    }
  }

  @Test
  void theBitsDoNotDependOnThePieces() {
    for (RowPlan plan : RowCase.plans()) {
      RowCase rows = new RowCase(plan, 300, 65, RowCase.NUMBERS);
      for (Form form : Form.values()) {
        try (CpuRowRun whole = new CpuRowRun(rows, DType.FLOAT32, form, true);
            CpuRowRun pieces = new CpuRowRun(rows, DType.FLOAT32, form, true)) {
          whole.run(Long.MAX_VALUE);
          pieces.run(1);
          for (int i = 0; i < whole.outputs().size(); i++) {
            assertArrayEquals(pieces.values(i), whole.values(i), plan.name());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "3, 8", "3, 15", "3, 31", "2, 67", "3, 1024", "2, 5003"})
  void theBitsDoNotDependOnTheForm(int rows, int columns) {
    for (RowPlan plan : RowCase.plans()) {
      RowCase rowCase = new RowCase(plan, rows, columns, RowCase.NUMBERS);
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        try (CpuRowRun vectors = new CpuRowRun(rowCase, dtype, Form.VECTOR, true);
            CpuRowRun scalars = new CpuRowRun(rowCase, dtype, Form.SCALAR, true)) {
          vectors.run(1);
          scalars.run(1);
          for (int i = 0; i < vectors.outputs().size(); i++) {
            assertArrayEquals(
                scalars.values(i), vectors.values(i), plan.name() + " of " + columns + " columns");
          }
        }
      }
    }
  }

  @Test
  void softmaxKeepsNaNsAndInfinities() {
    double[][] given = {
      {1, Double.NaN, 2, 0, 1, 2, 3, 4, 5},
      {1, Double.NEGATIVE_INFINITY, 1, Double.NEGATIVE_INFINITY, -0.0, 0, 1, 1, 1},
      {1, Double.POSITIVE_INFINITY, 2, 0, 1, 2, 3, 4, 5},
      new double[9]
    };
    Arrays.fill(given[3], Double.NEGATIVE_INFINITY);
    RowCase rows = new RowCase(RowPlan.of(Softmaxes.SOFTMAX), 4, 9, RowCase.NUMBERS);
    for (Form form : Form.values()) {
      try (CpuRowRun run = new CpuRowRun(rows, DType.FLOAT32, form, true)) {
        for (int i = 0; i < 36; i++) {
          run.inputs().getFirst().set(i, given[i / 9][i % 9]);
        }
        run.run(1);
        for (int i = 0; i < 36; i++) {
          float y = run.outputs().getFirst().get(i).floatValue();
          boolean isNumber = i / 9 == 1;
          assertEquals(!isNumber, Float.isNaN(y), form + " at " + i);
          if (isNumber && Double.isInfinite(given[1][i % 9])) {
            assertEquals(0f, y);
          }
        }
      }
    }
  }

  @Test
  void refusesToRunWithoutAnInput() {
    RowPlan plan = RowPlan.of(Softmaxes.SOFTMAX_GRAD);
    RowVariant variant = new RowVariant(DType.FLOAT32, List.of(true), List.of(true, false));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RowLowering.of(plan, variant));
    assertEquals("kernel 'softmaxGrad' cannot run without its input 'y'", e.getMessage());
  }

  @Test
  void aCostlyTermIsKeptInTheOutput() {
    RowLowering lowering =
        RowLowering.of(
            RowPlan.of(Softmaxes.SOFTMAX),
            new RowVariant(DType.FLOAT64, List.of(true), List.of(true)));
    assertEquals(3, lowering.passes().size());
    assertEquals(List.of(0), lowering.passes().get(1).stores());
    long exponentials =
        lowering.passes().stream()
            .flatMap(pass -> pass.graph().steps().stream())
            .filter(step -> VectorCode.isCall(step.operation()))
            .count();
    assertEquals(1, exponentials);
  }

  /** A row in which an element is no number, or infinite, and rows that are not disturbed. */
  @ParameterizedTest
  @CsvSource({"5, 3", "5, 17", "6, 64", "5, 1024"})
  void rowsWithSpecialValuesGiveWhatTheyGiveInDouble(int rows, int columns) {
    double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0};
    for (RowPlan plan : RowCase.plans()) {
      for (Form form : Form.values()) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
          try (CpuRowRun run =
              new CpuRowRun(new RowCase(plan, rows, columns, RowCase.NUMBERS), dtype, form, true)) {
            for (int row = 0; row < special.length; row++) {
              int column = (row * 7 + 1) % columns;
              run.inputs().getFirst().set((long) row * columns + column, special[row]);
            }
            check(run, "%s, %d x %d, %s, %s".formatted(plan.name(), rows, columns, dtype, form));
          }
        }
      }
    }
  }

  /** Elements of which many are equal, zeros of both signs, and what is no number or infinite. */
  @ParameterizedTest
  @CsvSource({
    "40, 1", "30, 2", "9, 7", "9, 8", "9, 33", "6, 300", "4, 4096", "3, 4097", "2, 9001", "300, 5"
  })
  void searchesAmongEqualElementsAreExact(int rows, int columns) {
    for (RowPlan plan : RowCase.searches()) {
      for (double largest : new double[] {0, 1}) {
        for (Form form : Form.values()) {
          for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            RowCase c = new RowCase(plan, rows, columns, List.of(largest));
            try (CpuRowRun run = new CpuRowRun(c, dtype, form, true, TestMemory::coarse)) {
              check(run, "%s, %d x %d, %s, %s".formatted(plan.name(), rows, columns, dtype, form));
              run.disturb();
              check(run, "%s, %d x %d, %s, %s".formatted(plan.name(), rows, columns, dtype, form));
            }
          }
        }
      }
    }
  }

  /** float32 has no number for some of these columns. */
  @Test
  void placesAndCountsOfLongRowsAreExact() {
    int columns = (1 << 24) + 4;
    int found = columns - 1;
    for (Form form : Form.values()) {
      try (CpuRowRun place = ofLongRow(Reductions.ARGMAX, columns, form);
          CpuRowRun count = ofLongRow(Extremes.COUNT_NONZERO, columns, form)) {
        place.inputs().getFirst().set(found, 1);
        place.run(1);
        assertEquals((long) found, place.outputs().getFirst().get(0));
        count.inputs().getFirst().segment().fill((byte) 0x3f); // no element is 0
        count.inputs().getFirst().set(5, 0);
        count.run(1);
        assertEquals((long) found, count.outputs().getFirst().get(0));
      }
    }
  }

  private static CpuRowRun ofLongRow(Op op, int columns, Form form) {
    RowCase row = new RowCase(RowPlan.of(op), 1, columns, RowCase.NUMBERS);
    return new CpuRowRun(
        row,
        DType.FLOAT32,
        form,
        true,
        (arena, _, dtype, count) -> TestMemory.allocate(arena, dtype, count));
  }

  private static void check(RowCase rows, DType dtype, Form form, boolean optionals) {
    try (CpuRowRun run = new CpuRowRun(rows, dtype, form, optionals)) {
      check(
          run,
          "%s, %d x %d, %s, %s"
              .formatted(rows.plan().name(), rows.rows(), rows.columns(), dtype, form));
    }
  }

  /** Elements that are no numbers, or infinite, are the same; others lie near. */
  private static void check(CpuRowRun run, String what) {
    run.run(2);
    RowCase rows = run.rows();
    List<double[]> expected = rows.outputs(run.given());
    for (int i = 0; i < expected.size(); i++) {
      double largest =
          Arrays.stream(expected.get(i)).filter(Double::isFinite).map(Math::abs).max().orElse(0);
      double ulp = run.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
      Result output = rows.plan().outputs().get(i);
      assertArrayEquals(
          expected.get(i),
          run.values(i),
          output.stored() == Stored.COMPUTED ? ULPS * ulp * largest : 0,
          output.name() + " of " + what);
    }
  }
}
