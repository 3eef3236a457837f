/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.kernel.reference.RandomExpressions;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fused kernels against element after element, then the sum of what was written: bit for bit. */
final class PlanLoopTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 7, 1",
    "3, 4, 2",
    "3, 5, 17",
    "2, 1, 9",
    "11, 1, 1",
    "100, 7, 1",
    "600, 300, 1",
    "40, 2, 5000",
    "0, 3, 4",
    "2, 3, 0",
    "2, 0, 3",
    "1, 70001, 1",
    "2, 1, 70001",
    "1, 3, 70001",
    "2, 40, 2003",
    "40, 900, 2"
  })
  void givesTheBitsOfTheOpsOneByOne(long outer, long channels, long inner) {
    for (long seed = 0; seed < (outer * channels * inner > 10_000 ? 1 : 6); seed++) {
      for (KernelPlan plan : PlanCase.PLANS) {
        Random random = new Random(seed);
        DType dtype = random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
        check(new PlanCase(plan, dtype, outer, channels, inner), random, "seed " + seed);
      }
    }
  }

  @Test
  void randomPlansGiveTheBitsOfTheOpsOneByOne() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<Input> inputs =
          List.of(Input.full("a"), Input.optionalChannel("b"), Input.full("c"), Input.scalar("d"));
      RandomExpressions expressions = new RandomExpressions(random, inputs.size(), 0, true);
      KernelPlan plan =
          new KernelPlan(
              "random",
              inputs,
              List.of(
                  Output.full("y", expressions.next(4)),
                  Output.channelSum("s", expressions.next(3)),
                  Output.full("z", expressions.next(3))));
      check(
          new PlanCase(plan, DType.FLOAT32, 3, 5, 1 + random.nextInt(20)), random, "seed " + seed);
    }
  }

  private static void check(PlanCase c, Random random, String what) {
    for (Form form : Form.values()) {
      try (Arena arena = Arena.ofConfined()) {
        List<@Nullable TestMemory> inputs = c.inputs(arena, random);
        List<@Nullable TestMemory> outputs = c.outputs(arena, random);
        CpuTier.run(c, form, inputs, outputs);
        for (int i = 0; i < outputs.size(); i++) {
          TestMemory found = outputs.get(i);
          if (found != null) {
            assertSame(c.expected(i, inputs, arena), found, what + ", output " + i + " of " + c);
          }
        }
      }
    }
  }

  private static void assertSame(TestMemory expected, @Nullable TestMemory found, String what) {
    for (long i = 0; i < expected.count(); i++) {
      long at = i;
      assertEquals(
          expected.get(i), found == null ? null : found.get(i), () -> what + ", element " + at);
    }
  }

  @Test
  void wantsOneOfTwoOutputs() {
    PlanCase c = new PlanCase(PlanCase.PLANS.get(1), DType.FLOAT32, 3, 2, 5);
    try (Arena arena = Arena.ofConfined()) {
      List<@Nullable TestMemory> inputs = c.inputs(arena, new Random(1));
      List<@Nullable TestMemory> onlySum =
          Arrays.asList(null, TestMemory.allocate(arena, DType.FLOAT32, 2));
      List<@Nullable TestMemory> onlyFull =
          Arrays.asList(TestMemory.allocate(arena, DType.FLOAT32, 30), null);
      CpuTier.run(c, Form.SCALAR, inputs, onlySum);
      CpuTier.run(c, Form.SCALAR, inputs, onlyFull);
      assertSame(c.expected(1, inputs, arena), onlySum.getLast(), "sum");
      assertSame(c.expected(0, inputs, arena), onlyFull.getFirst(), "full");
    }
  }

  @Test
  void needsTheInputsThatAreNotOptional() {
    PlanVariant variant =
        new PlanVariant(DType.FLOAT32, false, List.of(true), List.of(true, false));
    assertEquals(
        "kernel 'bias' cannot run without its input 'bias'",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new PlanLoop(
                        PlanCase.PLANS.get(2),
                        variant,
                        spec -> DefinedLoops.define(spec, Form.SCALAR)))
            .getMessage());
  }

  @Test
  void runsOnlyWhatItWasPreparedFor() {
    PlanCase c = new PlanCase(PlanCase.PLANS.get(2), DType.FLOAT32, 2, 3, 4);
    PlanVariant channelsLast =
        PlanVariant.of(c.plan(), DType.FLOAT32, 3, 1, List.of(true), List.of(true, true));
    PlanLoop loop =
        new PlanLoop(c.plan(), channelsLast, spec -> DefinedLoops.define(spec, Form.SCALAR));
    try (Arena arena = Arena.ofConfined()) {
      List<PlanLoop.@Nullable Memory> inputs = CpuTier.memory(c.inputs(arena, new Random(1)));
      List<PlanLoop.@Nullable Memory> outputs =
          CpuTier.memory(Arrays.asList(TestMemory.allocate(arena, DType.FLOAT32, 24)));
      assertThrows(
          IllegalArgumentException.class,
          () -> loop.run(2, 3, 4, outputs, inputs, CpuTier::inPieces));
    }
  }
}
