/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.RowReductions;
import org.gradsmith.ir.op.Softmaxes;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.reference.RowCase;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Row kernels in CUDA C, compiled by g++, against rows computed in double: those of all row ops of
 * the table, one with every kind of input, fold and output, and one with something fused into it.
 */
@Tag("gxx")
final class RowKernelsOnCpuTest {
  /** As for the CPU's kernels: roundings that an element may be off by, at the largest element. */
  private static final double ULPS = 16;

  /** Shared memory that has no room but for the shortest rows. */
  private static final String LITTLE_ROOM = "-DSTAGED_BYTES=64";

  private static final Arena LIBRARIES = Arena.ofShared();
  private static final Map<CudaTypes, CudaOnCpu> KERNELS = new HashMap<>();
  private static final Map<CudaTypes, CudaOnCpu> WITH_LITTLE_ROOM = new HashMap<>();

  @TempDir private static Path directory;

  @BeforeAll
  static void compile() throws IOException {
    CudaOnCpu.assumePresent();
    List<RowPlan> plans = RowCase.plans();
    String text = CudaRowWriter.write("kernels of a test", plans, Map.of());
    List<String> symbols = new ArrayList<>();
    plans.forEach(plan -> symbols.add(CudaRowWriter.symbol(plan.name())));
    symbols.add(CudaRowWriter.PARTIAL_SUMS);
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (boolean wide : List.of(false, true)) {
        CudaTypes types = new CudaTypes(dtype, wide);
        KERNELS.put(types, compile(text, symbols, dtype + " " + wide, types.macros()));
      }
      CudaTypes types = new CudaTypes(dtype, false);
      List<String> macros = new ArrayList<>(types.macros());
      macros.add(LITTLE_ROOM);
      WITH_LITTLE_ROOM.put(types, compile(text, symbols, dtype + " little", macros));
    }
  }

  private static CudaOnCpu compile(
      String text, List<String> symbols, String name, List<String> macros) throws IOException {
    Path place = Files.createDirectory(directory.resolve(name));
    return CudaOnCpu.compile(text, symbols, place, LIBRARIES, macros.toArray(new String[0]));
  }

  @AfterAll
  static void close() {
    LIBRARIES.close();
  }

  private static CudaRowRun run(RowCase rows, DType dtype, boolean wide, boolean optionals) {
    return run(rows, dtype, wide, optionals, TestMemory::moderate);
  }

  private static CudaRowRun run(
      RowCase rows, DType dtype, boolean wide, boolean optionals, TestMemory.Source elements) {
    CudaTypes types = new CudaTypes(dtype, wide);
    CudaOnCpu kernels = Objects.requireNonNull(KERNELS.get(types));
    return new CudaRowRun(rows, types, optionals, kernels, elements);
  }

  private static CudaRowRun withLittleRoom(RowCase rows, DType dtype) {
    CudaTypes types = new CudaTypes(dtype, false);
    CudaOnCpu kernels = Objects.requireNonNull(WITH_LITTLE_ROOM.get(types));
    return new CudaRowRun(rows, types, true, kernels);
  }

  /** All outputs. */
  private static List<Integer> all(RowPlan plan) {
    return IntStream.range(0, plan.outputs().size()).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "3, 7", "3, 31", "3, 32", "3, 33", "2, 255", "2, 257", "3, 1025", "2, 4097", "1, 9001",
    "1000, 5", "300, 33", "2000, 3", "0, 4", "700, 1"
  })
  void givesWhatTheRowsGiveInDouble(int rows, int columns) {
    for (RowPlan plan : RowCase.plans()) {
      RowCase c = new RowCase(plan, rows, columns, RowCase.NUMBERS);
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        for (boolean wide : List.of(false, true)) {
          try (CudaRowRun run = run(c, dtype, wide, wide)) {
            run.run(all(plan), 0);
            check(run, c, dtype);
          }
        }
        try (CudaRowRun run = withLittleRoom(c, dtype)) {
          run.run(all(plan), 0);
          check(run, c, dtype);
        }
      }
    }
  }

  private static void check(CudaRowRun run, RowCase c, DType dtype) {
    List<double[]> expected = c.outputs(run.given());
    double ulp = dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    for (int i = 0; i < expected.size(); i++) {
      double largest =
          Arrays.stream(expected.get(i)).filter(Double::isFinite).map(Math::abs).max().orElse(0);
      String what =
          "%s of %s, %d x %d, %s"
              .formatted(
                  c.plan().outputs().get(i).name(), c.plan().name(), c.rows(), c.columns(), dtype);
      boolean rounds = c.plan().outputs().get(i).stored() == Stored.COMPUTED;
      assertArrayEquals(expected.get(i), run.values(i), rounds ? ULPS * ulp * largest : 0, what);
    }
  }

  /** Elements of which many are equal, zeros of both signs, and what is no number or infinite. */
  @ParameterizedTest
  @CsvSource({"40, 1", "9, 7", "9, 32", "9, 33", "4, 300", "2, 1025", "1, 9001"})
  void searchesAmongEqualElementsAreExact(int rows, int columns) {
    for (RowPlan plan : RowCase.searches()) {
      for (double largest : new double[] {0, 1}) {
        RowCase c = new RowCase(plan, rows, columns, List.of(largest));
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
          for (boolean wide : List.of(false, true)) {
            try (CudaRowRun run = run(c, dtype, wide, true, TestMemory::coarse)) {
              run.run(all(plan), 0);
              check(run, c, dtype);
              run.give(0, disturbed(run.given().getFirst(), columns));
              run.run(all(plan), 1);
              check(run, c, dtype);
            }
          }
        }
      }
    }
  }

  private static double[] disturbed(double @Nullable [] elements, int columns) {
    double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    double[] disturbed = Objects.requireNonNull(elements).clone();
    for (int i = 0; i < disturbed.length; i += 1 + columns * 2 / 3) {
      disturbed[i] = special[i % special.length];
    }
    return disturbed;
  }

  /** float32 has no number for some of these columns. */
  @Test
  void placesAndCountsOfLongRowsAreExact() {
    int columns = (1 << 24) + 4;
    double[] elements = new double[columns];
    elements[columns - 1] = 1;
    assertEquals(columns - 1, ofLongRow(Reductions.ARGMAX, elements));
    Arrays.fill(elements, 1);
    elements[5] = 0;
    assertEquals(columns - 1, ofLongRow(Extremes.COUNT_NONZERO, elements));
  }

  private static double ofLongRow(Op op, double[] elements) {
    RowCase row = new RowCase(RowPlan.of(op), 1, elements.length, RowCase.NUMBERS);
    try (CudaRowRun run =
        run(
            row,
            DType.FLOAT32,
            false,
            true,
            (arena, _, dtype, count) -> TestMemory.allocate(arena, dtype, count))) {
      run.give(0, elements);
      run.run(List.of(0), 0);
      return run.values(0)[0];
    }
  }

  @Test
  void rowsWithoutColumnsGiveWhatReductionsOfNothingAre() {
    RowCase c = new RowCase(RowCase.ALL_KINDS, 2, 0, RowCase.NUMBERS);
    try (CudaRowRun run = run(c, DType.FLOAT32, false, true)) {
      run.run(all(c.plan()), 0);
      double[] infinities = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
      assertArrayEquals(infinities, run.values(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 7", "300, 65", "2, 1500", "1, 9001", "40, 1100"})
  void theBitsAreTheSameInEveryRunAndOrder(int rows, int columns) {
    for (RowPlan plan : RowCase.plans()) {
      RowCase c = new RowCase(plan, rows, columns, RowCase.NUMBERS);
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        try (CudaRowRun first = run(c, dtype, false, true);
            CudaRowRun other = run(c, dtype, false, true)) {
          first.run(all(plan), 0);
          for (int order : List.of(0, 1, 12345)) {
            other.run(all(plan), order);
            for (int i = 0; i < plan.outputs().size(); i++) {
              String what = plan.outputs().get(i).name() + " of " + plan.name() + " in order ";
              assertArrayEquals(first.values(i), other.values(i), what + order);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "20, 40", "3, 300"})
  void theBitsOfEqualPassesDoNotDependOnWhatIsKept(int rows, int columns) {
    int compared = 0;
    for (RowPlan plan : RowCase.plans()) {
      if (CudaRowWriter.write("one kernel", List.of(plan), Map.of()).contains("OnlineSum")) {
        continue; // other passes are run where nothing is kept
      }
      compared++;
      RowCase c = new RowCase(plan, rows, columns, RowCase.NUMBERS);
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        try (CudaRowRun kept = run(c, dtype, false, true);
            CudaRowRun read = withLittleRoom(c, dtype)) {
          kept.run(all(plan), 0);
          read.run(all(plan), 0);
          for (int i = 0; i < plan.outputs().size(); i++) {
            assertArrayEquals(kept.values(i), read.values(i), plan.name());
          }
        }
      }
    }
    assertTrue(compared >= 13, "all but the softmaxes");
  }

  @ParameterizedTest
  @CsvSource({"20, 37", "9, 3000"})
  void outputsThatAreNotWantedChangeNoneOfTheOthers(int rows, int columns) {
    int subsets = 0;
    for (RowPlan plan : RowCase.plans()) {
      RowCase c = new RowCase(plan, rows, columns, RowCase.NUMBERS);
      List<Integer> outputs = all(plan);
      try (CudaRowRun whole = run(c, DType.FLOAT32, false, true);
          CudaRowRun part = run(c, DType.FLOAT32, false, true)) {
        whole.run(outputs, 0);
        for (int subset = 1; subset < (1 << outputs.size()) - 1; subset++) {
          int chosen = subset;
          List<Integer> wanted = outputs.stream().filter(i -> (chosen >> i & 1) == 1).toList();
          part.run(wanted, 0);
          for (int i : wanted) {
            assertArrayEquals(whole.values(i), part.values(i), plan.name() + " " + wanted);
          }
          subsets++;
        }
      }
    }
    assertTrue(subsets >= 12, "layerNormGrad and allKinds have three outputs each");
  }

  @Test
  void softmaxKeepsNaNsAndInfinities() {
    int columns = 40;
    double[] given = new double[4 * columns];
    given[5] = Double.NaN;
    given[columns] = Double.NEGATIVE_INFINITY; // one thread has nothing but these two
    given[columns + 32] = Double.NEGATIVE_INFINITY;
    given[2 * columns + 33] = Double.POSITIVE_INFINITY;
    Arrays.fill(given, 3 * columns, 4 * columns, Double.NEGATIVE_INFINITY);
    RowCase c = new RowCase(RowPlan.of(Softmaxes.SOFTMAX), 4, columns, RowCase.NUMBERS);
    for (boolean kept : List.of(true, false)) {
      try (CudaRowRun run =
          kept ? run(c, DType.FLOAT32, false, true) : withLittleRoom(c, DType.FLOAT32)) {
        run.give(0, given);
        run.run(List.of(0), 0);
        double[] y = run.values(0);
        for (int i = 0; i < y.length; i++) {
          String where = "element %d, kept %s".formatted(i, kept);
          if (i / columns != 1) {
            assertTrue(Double.isNaN(y[i]), where);
          } else {
            boolean zero = i == columns || i == columns + 32;
            assertEquals(zero ? 0 : 1.0 / 38, y[i], 1e-8, where);
          }
        }
      }
    }
  }

  /** Rows whose terms are infinite or no numbers, with and without the sum in one pass. */
  @Test
  void anInfiniteLargestTermIsTheLogarithmOfTheSum() {
    int columns = 40;
    double[] given = new double[5 * columns];
    given[5] = Double.NaN;
    given[columns] = Double.NEGATIVE_INFINITY;
    given[columns + 32] = Double.NEGATIVE_INFINITY;
    given[2 * columns + 33] = Double.POSITIVE_INFINITY;
    given[2 * columns + 1] = Double.NEGATIVE_INFINITY;
    Arrays.fill(given, 3 * columns, 4 * columns, Double.NEGATIVE_INFINITY);
    Arrays.fill(given, 4 * columns, 5 * columns, 1000);
    double[] expected = {
      Double.NaN,
      Math.log(38),
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      1000 + Math.log(40)
    };
    RowCase c = new RowCase(RowPlan.of(RowReductions.LOGSUMEXP), 5, columns, RowCase.NUMBERS);
    for (boolean kept : List.of(true, false)) {
      try (CudaRowRun run =
          kept ? run(c, DType.FLOAT32, false, true) : withLittleRoom(c, DType.FLOAT32)) {
        run.give(0, given);
        run.run(List.of(0), 0);
        assertArrayEquals(expected, run.values(0), 1e-4, "kept " + kept);
      }
    }
  }
}
