/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.cpu.CpuTier;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cuda.CudaTier;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.kernel.reference.Range;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pointwise op of the table, as a kernel of its own. */
final class OpTableOnEveryTierTest {
  private static final int RANDOM_VALUES = 700;

  /** Functions that CUDA has not, or not with the same values; the bits of floats are no use. */
  private static final Set<String> NOT_IN_CUDA =
      Set.of(
          "besselI",
          "bitwiseAnd",
          "bitwiseLeftShift",
          "bitwiseOr",
          "bitwiseRightShift",
          "bitwiseXor",
          "digamma",
          "floorDivide",
          "nextafter",
          "polygamma",
          "remainder",
          "scaledBesselI",
          "truncDivide");

  @TempDir private static Path directory;

  /** A kernel of one op with the values it is tried on. */
  private record Trial(PlanCase c, List<@Nullable TestMemory> inputs) {
    static Trial of(KernelPlan plan, DType dtype, Arena arena) {
      List<double[]> values =
          OpValues.of(
              dtype, plan.inputs().size(), new Random(plan.name().hashCode()), RANDOM_VALUES);
      // a channel has an element for each value, so that it takes all of them
      PlanCase c = new PlanCase(plan, dtype, 1, values.size(), 1);
      List<@Nullable TestMemory> inputs = new ArrayList<>();
      for (int i = 0; i < plan.inputs().size(); i++) {
        TestMemory input = TestMemory.allocate(arena, dtype, values.size());
        for (int k = 0; k < values.size(); k++) {
          input.set(k, values.get(k)[i]);
        }
        inputs.add(input);
      }
      return new Trial(c, inputs);
    }

    TestMemory output(Arena arena) {
      return TestMemory.allocate(arena, c.dtype(), c.count());
    }

    String at(int element) {
      StringBuilder text = new StringBuilder("%s in %s of".formatted(c.plan().name(), c.dtype()));
      for (TestMemory input : inputs) {
        text.append(' ').append(input == null ? "nothing" : input.get(element));
      }
      return text.toString();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void classesHaveTheBitsOfTheirMeaning(DType dtype) {
    for (KernelPlan plan : OpPlans.all()) {
      try (Arena arena = Arena.ofConfined()) {
        Trial trial = Trial.of(plan, dtype, arena);
        TestMemory expected = trial.c().elements(0, trial.inputs(), arena);
        for (Form form : Form.values()) {
          TestMemory found = trial.output(arena);
          CpuTier.run(trial.c(), form, trial.inputs(), List.of(found));
          for (int i = 0; i < found.count(); i++) {
            int at = i;
            assertEquals(expected.get(i), found.get(i), () -> form + ": " + trial.at(at));
          }
        }
      }
    }
  }

  @Tag("gxx")
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64"})
  void cudaHasTheBitsOfTheirMeaningButForFunctions(DType dtype) {
    CudaTier.assumePresent();
    List<CudaVariant> variants =
        OpPlans.all().stream()
            .filter(plan -> CudaWriter.writes(plan.outputs().getFirst().expression()))
            .map(CudaVariant::of)
            .toList();
    try (Arena arena = Arena.ofConfined()) {
      CudaTier tier =
          CudaTier.compile(
              new CudaTypes(dtype, false), variants, directory.resolve(dtype.toString()), arena);
      for (CudaVariant variant : variants) {
        Trial trial = Trial.of(variant.plan(), dtype, arena);
        TestMemory found = trial.output(arena);
        tier.run(variant, 1, trial.c().channels(), 1, 0, trial.inputs(), List.of(found));
        List<Range> ranges = trial.c().ranges(0, trial.inputs());
        for (int i = 0; i < ranges.size(); i++) {
          double value = found.get(i).doubleValue();
          int at = i;
          assertTrue(
              ranges.get(i).contains(value),
              () -> trial.at(at) + " is " + value + ", not in " + ranges.get(at));
        }
      }
    }
  }

  @Test
  void cudaHasTheTablesExpressionsButForThese() {
    Set<String> without =
        OpTable.all().stream()
            .filter(op -> op.expression().isPresent() && !CudaWriter.writes(op.expression().get()))
            .map(Op::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(NOT_IN_CUDA), without);
  }
}
