/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.cpu.CpuRowRun;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cuda.CudaRowTier;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.reference.Range;
import org.gradsmith.kernel.reference.RowRanges;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernels over rows of the random methods that {@link RandomGraphsTest} has, on every tier:
 * with what fusion puts before and behind reductions. Options are those of that test.
 */
final class RandomRowsTest {
  private static final int COUNT = Integer.getInteger("gradsmith.random.graphs", 500);
  private static final long FIRST = Long.getLong("gradsmith.random.seed", 0);

  @TempDir private static Path directory;

  private static List<LaidRows> kernels = List.of();

  // Elements of which it is known what they may be, and others.
  private long known;
  private long unknown;

  @BeforeAll
  static void make() {
    kernels =
        LongStream.range(FIRST, FIRST + COUNT)
            .mapToObj(RandomGraph::of)
            .flatMap(graph -> graph.rows().stream())
            .toList();
  }

  @Test
  void kernelsOfAllFamiliesOccur() {
    assumeTrue(COUNT >= 500, "too few graphs");
    Set<Object> kinds = new HashSet<>();
    for (LaidRows kernel : kernels) {
      kernel.open().outputs().forEach(output -> kinds.add(output.kind()));
      kernel.plan().inputs().forEach(input -> kinds.add(input.place()));
      kernel.plan().outputs().forEach(output -> kinds.add(output.target()));
    }
    Set<Object> all = new HashSet<>(List.of(Place.values()));
    all.addAll(List.of(Target.values()));
    all.addAll(List.of(OutputKind.values()));
    all.remove(OutputKind.ROW); // shapes of these methods keep their dimensions
    assertEquals(all, kinds);
    assertTrue(kernels.size() > 150, kernels.size() + " kernels over rows");
  }

  @Test
  void classesComputeWhatTheyMean() {
    for (LaidRows kernel : kernels) {
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        try (CpuRowRun vectors = new CpuRowRun(kernel.rowCase(), dtype, Form.VECTOR, true);
            CpuRowRun scalars = new CpuRowRun(kernel.rowCase(), dtype, Form.SCALAR, true)) {
          vectors.run(1);
          scalars.run(2);
          RowRanges ranges = new RowRanges(kernel.rowCase(), dtype);
          for (int i = 0; i < kernel.plan().outputs().size(); i++) {
            assertArrayEquals(scalars.values(i), vectors.values(i), kernel.toString());
            check(kernel, i, ranges.of(i, given(vectors.given())), vectors.values(i));
          }
        }
      }
    }
    assertTrue(unknown < known / 5, unknown + " elements may be anything, beside " + known);
  }

  @Test
  @Tag("gxx")
  void cudaComputesWhatTheyMean() {
    CudaRowTier.assumePresent();
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      try (Arena library = Arena.ofConfined()) {
        CudaRowTier tier =
            CudaRowTier.compile(
                new CudaTypes(dtype, dtype == DType.FLOAT64),
                kernels.stream().map(LaidRows::plan).toList(),
                directory.resolve(dtype.toString()),
                library);
        kernels.forEach(kernel -> checkCuda(kernel, dtype, tier));
      }
    }
    assertTrue(unknown < known / 5, unknown + " elements may be anything, beside " + known);
  }

  private void checkCuda(LaidRows kernel, DType dtype, CudaRowTier tier) {
    RowRanges ranges = new RowRanges(kernel.rowCase(), dtype);
    try (CudaRowTier.Run run = tier.run(kernel.rowCase())) {
      List<double[]> first = run.outputs(0);
      for (int i = 0; i < first.size(); i++) {
        check(kernel, i, ranges.of(i, given(run.given())), first.get(i));
      }
      List<double[]> second = run.outputs(12345);
      for (int i = 0; i < first.size(); i++) {
        assertArrayEquals(first.get(i), second.get(i), "in another order, " + kernel);
      }
    }
  }

  private static List<double[]> given(List<double @Nullable []> inputs) {
    return inputs.stream().map(Objects::requireNonNull).toList();
  }

  private void check(LaidRows kernel, int output, List<Range> expected, double[] found) {
    assertEquals(expected.size(), found.length);
    for (int k = 0; k < found.length; k++) {
      int at = k;
      unknown += expected.get(k).isAnything() ? 1 : 0;
      known += expected.get(k).isAnything() ? 0 : 1;
      assertTrue(
          expected.get(k).contains(found[k]),
          () ->
              "output %d, element %d is %s, not in %s, of %s"
                  .formatted(output, at, found[at], expected.get(at), kernel));
    }
  }
}
