/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.cpu.CpuTier;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cuda.CudaTier;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.kernel.reference.Range;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ops that reduce other dimensions than one, as kernels of their own: sums and means of all
 * elements, sums to a shape, sums over all dimensions but one. Those along one dimension are in
 * {@code RowKernelsOnCpuTest}.
 */
final class ReductionsOnEveryTierTest {
  /** Seen as (outer, channels, inner): where all elements are reduced, channels are 1. */
  private static final long[][] EXTENTS = {
    {1, 1, 0},
    {1, 1, 1},
    {1, 1, 2},
    {1, 1, 13},
    {1, 1, 1009},
    {1, 1, 70001},
    {3, 5, 7},
    {7, 5, 1},
    {1, 13, 1},
    {2, 1, 17},
    {1, 3, 4099},
    {0, 3, 4},
    {513, 2, 3}
  };

  @TempDir private static Path directory;

  /** How an op is written as the output of a kernel. */
  private static OutputKind kind(Op op) {
    if (op == Reductions.SUM) {
      return OutputKind.SUM;
    }
    if (op == Reductions.MEAN) {
      return OutputKind.MEAN;
    }
    return op == Reductions.SUM_TO ? OutputKind.SUM_TO : OutputKind.CHANNEL_SUM;
  }

  private static final List<Op> OPS =
      List.of(Reductions.SUM, Reductions.MEAN, Reductions.SUM_TO, Reductions.SUM_EXCEPT);

  private static CudaVariant variant(Op op) {
    OutputKind kind = kind(op);
    KernelPlan plan =
        new KernelPlan(
            op.name() + "Kernel",
            List.of(kind.isOpen() ? Input.broadcast("x") : Input.full("x")),
            List.of(new Output("result", kind, Scalar.operand(0))));
    OutputKind lies = kind == OutputKind.MEAN ? OutputKind.CHANNEL_MEAN : OutputKind.CHANNEL_SUM;
    return new CudaVariant(plan, List.of(InputKind.FULL), List.of(lies));
  }

  /** All elements make one number; of other ops, only extents with channels say something. */
  private static boolean fits(Op op, long[] extent) {
    boolean isTotal = op == Reductions.SUM || op == Reductions.MEAN;
    return !isTotal || extent[1] == 1;
  }

  private static PlanCase on(CudaVariant variant, DType dtype, long[] extent) {
    return new PlanCase(variant.closed(), dtype, extent[0], extent[1], extent[2]);
  }

  private static Range expected(PlanCase c, long channel, TestMemory x) {
    List<Range> terms = new ArrayList<>();
    for (long i = 0; i < c.count(); i++) {
      if (i / c.inner() % c.channels() == channel) {
        double value = x.get(i).doubleValue();
        terms.add(new Range(value, value, false));
      }
    }
    boolean isMean = c.plan().outputs().getFirst().kind() == OutputKind.CHANNEL_MEAN;
    return isMean ? Range.mean(terms, c.dtype()) : Range.sum(terms, c.dtype());
  }

  private static void check(PlanCase c, TestMemory x, TestMemory found, String what) {
    for (long channel = 0; channel < c.channels(); channel++) {
      double value = found.get(channel).doubleValue();
      if (c.count() == 0) {
        boolean isMean = c.plan().outputs().getFirst().kind() == OutputKind.CHANNEL_MEAN;
        assertEquals(isMean ? Double.NaN : 0, value, what);
        continue;
      }
      Range range = expected(c, channel, x);
      String where = "%s in %s, channel %d".formatted(c, what, channel);
      assertTrue(!range.isAnything() && range.contains(value), () -> where + ": " + value);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void classesAddUpAllTerms(DType dtype) {
    for (Op op : OPS) {
      for (long[] extent : EXTENTS) {
        if (fits(op, extent)) {
          PlanCase c = on(variant(op), dtype, extent);
          try (Arena arena = Arena.ofConfined()) {
            TestMemory x = TestMemory.moderate(arena, new Random(7), dtype, c.count());
            double[] first = {};
            for (Form form : Form.values()) {
              TestMemory found = TestMemory.allocate(arena, dtype, c.channels());
              CpuTier.run(c, form, List.of(x), List.of(found));
              check(c, x, found, form.toString());
              first = first.length == 0 ? found.values() : first;
              assertArrayEquals(first, found.values(), c + ", " + form);
            }
          }
        }
      }
    }
  }

  @Tag("gxx")
  @ParameterizedTest
  @CsvSource({"FLOAT32, false", "FLOAT32, true", "FLOAT64, false"})
  void cudaAddsUpAllTerms(DType dtype, boolean wide) {
    CudaTier.assumePresent();
    List<CudaVariant> variants = OPS.stream().map(ReductionsOnEveryTierTest::variant).toList();
    try (Arena library = Arena.ofConfined()) {
      Path place = directory.resolve(dtype + " " + wide);
      CudaTier tier = CudaTier.compile(new CudaTypes(dtype, wide), variants, place, library);
      for (int i = 0; i < OPS.size(); i++) {
        for (long[] extent : EXTENTS) {
          if (fits(OPS.get(i), extent)) {
            check(variants.get(i), on(variants.get(i), dtype, extent), tier);
          }
        }
      }
    }
  }

  /** In any order of the threads, with the same bits. */
  private static void check(CudaVariant variant, PlanCase c, CudaTier tier) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory x = TestMemory.moderate(arena, new Random(7), c.dtype(), c.count());
      List<@Nullable TestMemory> inputs = List.of(x);
      double[] first = {};
      for (int order : List.of(0, 1, 12345)) {
        TestMemory found = TestMemory.allocate(arena, c.dtype(), c.channels());
        tier.run(variant, c.outer(), c.channels(), c.inner(), order, inputs, List.of(found));
        check(c, x, found, "order " + order);
        first = first.length == 0 ? found.values() : first;
        assertArrayEquals(first, found.values(), c + ", order " + order);
      }
    }
  }
}
