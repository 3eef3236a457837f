/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.kernel.reference.RandomExpressions;
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
 * Generated kernels, compiled by g++, against element after element in Java. What is written per
 * element agrees bit for bit; a sum, whose terms are added in another order than on the CPU, within
 * the rounding of its additions. In every order of threads and blocks the bits are the same.
 */
@Tag("gxx")
final class KernelsOnCpuTest {
  private static final Arena LIBRARIES = Arena.ofShared();

  /** Functions that libraries round differently. */
  private static final KernelPlan LIBRARY_FUNCTIONS =
      KernelPlans.read(
              """
              gradsmith-kernels 1

              kernel functions(x: full)
                e: full = exp(x)
                l: full = log(x)
                t: full = tanh(x)
              """)
          .getFirst();

  private static final List<KernelPlan> RANDOM = randomPlans();

  /** How x, w and b lie, then the sums gx and gw: 0 at each place, 1 per channel, 2 one for all. */
  private static final List<int[]> LAYOUTS =
      List.of(
          new int[] {0, 0, 0, 0, 0},
          new int[] {0, 1, 2, 0, 1},
          new int[] {1, 0, 1, 1, 0},
          new int[] {2, 0, 1, 0, 0},
          new int[] {0, 1, 1, 1, 1});

  private static final List<CudaVariant> OPEN =
      IntStream.range(0, LAYOUTS.size()).mapToObj(KernelsOnCpuTest::open).toList();

  private static final Map<CudaTypes, CudaTier> KERNELS = new HashMap<>();

  @TempDir private static Path directory;

  @BeforeAll
  static void compile() {
    CudaTier.assumePresent();
    List<KernelPlan> plans = new ArrayList<>(PlanCase.PLANS);
    plans.addAll(RANDOM);
    plans.add(LIBRARY_FUNCTIONS);
    List<CudaVariant> variants = new ArrayList<>(plans.stream().map(CudaVariant::of).toList());
    variants.addAll(OPEN);
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (boolean wide : List.of(false, true)) {
        CudaTypes types = new CudaTypes(dtype, wide);
        Path place = directory.resolve(dtype + " " + wide);
        KERNELS.put(types, CudaTier.compile(types, variants, place, LIBRARIES));
      }
    }
  }

  private static CudaVariant open(int index) {
    KernelPlan plan =
        KernelPlans.read(
                """
                gradsmith-kernels 4

                kernel open%d(x: broadcast, w: broadcast, b: broadcast)
                  let t0 = mul(x, w)
                  y: full = add(t0, b)
                  gx: sumTo = t0
                  gw: sumTo = mul(x, b)
                  loss: mean = t0
                  total: sum = mul(t0, b)
                """
                    .formatted(index))
            .getFirst();
    int[] layout = LAYOUTS.get(index);
    List<InputKind> inputs = new ArrayList<>();
    for (int i = 0; i < plan.inputs().size(); i++) {
      inputs.add(List.of(InputKind.FULL, InputKind.CHANNEL, InputKind.SCALAR).get(layout[i]));
    }
    List<OutputKind> outputs = new ArrayList<>(List.of(OutputKind.FULL));
    for (int i = inputs.size(); i < layout.length; i++) {
      outputs.add(layout[i] == 1 ? OutputKind.CHANNEL_SUM : OutputKind.FULL);
    }
    outputs.addAll(List.of(OutputKind.CHANNEL_MEAN, OutputKind.CHANNEL_SUM));
    return new CudaVariant(plan, inputs, outputs);
  }

  @ParameterizedTest
  @CsvSource({"5, 7, 1", "300, 2, 1", "3, 4, 2", "3, 5, 17", "1, 3, 2003", "0, 3, 4"})
  void openKernelsRunInEveryLayout(long outer, long channels, long inner) {
    for (CudaVariant variant : OPEN) {
      PlanCase c = new PlanCase(laidOut(variant), DType.FLOAT32, outer, channels, inner);
      for (long seed = 0; seed < 3; seed++) {
        check(c, new Random(seed), "seed " + seed + ", " + c);
      }
    }
  }

  /** An open plan as what it is in a layout, under the name of the kernel that runs it. */
  private static KernelPlan laidOut(CudaVariant variant) {
    KernelPlan closed = variant.closed();
    return new KernelPlan(variant.symbol(), closed.inputs(), closed.outputs());
  }

  @AfterAll
  static void close() {
    LIBRARIES.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 7, 1",
    "300, 2, 1",
    "3, 4, 2",
    "3, 5, 17",
    "2, 1, 9",
    "11, 1, 1",
    "0, 3, 4",
    "2, 3, 0",
    "2, 0, 3",
    "1, 67, 1",
    "2, 1, 2003",
    "1, 3, 2003",
    "7, 3, 769",
    "3, 2, 1024"
  })
  void agreeWithJavaInEveryOrder(long outer, long channels, long inner) {
    for (KernelPlan plan : PlanCase.PLANS) {
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        PlanCase c = new PlanCase(plan, dtype, outer, channels, inner);
        for (long seed = 0; seed < 2; seed++) {
          check(c, new Random(seed), "seed " + seed + ", " + c);
        }
      }
    }
  }

  /** Expressions of all forms, spelled with few parentheses. */
  private static List<KernelPlan> randomPlans() {
    List<KernelPlan> plans = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      List<Input> inputs =
          List.of(Input.full("a"), Input.optionalChannel("b"), Input.full("c"), Input.scalar("d"));
      RandomExpressions expressions = new RandomExpressions(new Random(i), inputs.size(), 0, false);
      List<Output> outputs =
          List.of(Output.full("y", expressions.next(5)), Output.full("z", expressions.next(4)));
      plans.add(new KernelPlan("random" + i, inputs, outputs));
    }
    return plans;
  }

  @Test
  void randomExpressionsMeanTheSame() {
    for (KernelPlan plan : RANDOM) {
      PlanCase c = new PlanCase(plan, DType.FLOAT32, 3, 5, 7);
      for (long seed = 0; seed < 3; seed++) {
        check(c, new Random(seed), "seed " + seed + ", " + plan);
      }
    }
  }

  /** One unit in the last place for the library, and one for rounding Java's double. */
  @Test
  void libraryFunctionsAgreeWithinTwoUnitsInTheLastPlace() {
    try (Arena arena = Arena.ofConfined()) {
      PlanCase c = new PlanCase(LIBRARY_FUNCTIONS, DType.FLOAT32, 1, 1, 2000);
      List<@Nullable TestMemory> inputs = new ArrayList<>();
      inputs.add(TestMemory.random(arena, new Random(5), DType.FLOAT32, c.count()));
      List<@Nullable TestMemory> outputs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        outputs.add(TestMemory.allocate(arena, DType.FLOAT32, c.count()));
      }
      run(c, false, 0, inputs, outputs);
      for (int i = 0; i < 3; i++) {
        List<Number> wanted = elements(c.elements(i, inputs, arena, false));
        List<Number> found = elements(outputs.get(i));
        for (int k = 0; k < wanted.size(); k++) {
          float exact = wanted.get(k).floatValue();
          String where = c.plan().outputs().get(i).name() + ", element " + k;
          if (Float.isFinite(exact)) {
            assertEquals(exact, found.get(k).floatValue(), 2 * Math.ulp(exact), where);
          } else {
            assertEquals(exact, found.get(k).floatValue(), where);
          }
        }
      }
    }
  }

  private static void check(PlanCase c, Random random, String what) {
    try (Arena arena = Arena.ofConfined()) {
      List<@Nullable TestMemory> inputs = c.inputs(arena, random);
      List<@Nullable TestMemory> outputs = c.outputs(arena, random);
      boolean wide = random.nextBoolean();
      run(c, wide, 0, inputs, outputs);
      List<List<Number>> first = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        TestMemory found = outputs.get(i);
        first.add(elements(found));
        if (found != null) {
          String which = what + ", output " + i;
          if (c.plan().outputs().get(i).kind() == OutputKind.FULL) {
            assertSame(elements(c.expected(i, inputs, arena)), found, which);
          } else {
            assertClose(c, i, inputs, found, which);
          }
        }
      }
      for (int order : List.of(1, 12345)) {
        run(c, wide, order, inputs, outputs);
        for (int i = 0; i < outputs.size(); i++) {
          assertSame(first.get(i), outputs.get(i), what + ", output " + i + " in order " + order);
        }
      }
    }
  }

  private static void run(
      PlanCase c,
      boolean wide,
      int order,
      List<@Nullable TestMemory> inputs,
      List<@Nullable TestMemory> outputs) {
    Objects.requireNonNull(KERNELS.get(new CudaTypes(c.dtype(), wide)))
        .run(CudaVariant.of(c.plan()), c.outer(), c.channels(), c.inner(), order, inputs, outputs);
  }

  private static List<Number> elements(@Nullable TestMemory memory) {
    List<Number> elements = new ArrayList<>();
    for (long i = 0; memory != null && i < memory.count(); i++) {
      elements.add(memory.get(i));
    }
    return elements;
  }

  private static void assertSame(List<Number> expected, @Nullable TestMemory memory, String what) {
    List<Number> found = elements(memory);
    assertEquals(expected.size(), found.size(), what);
    for (int i = 0; i < expected.size(); i++) {
      int at = i;
      assertEquals(expected.get(i), found.get(i), () -> what + ", element " + at);
    }
  }

  /**
   * Two sums or means of the same terms differ by their roundings: those of n additions, and the
   * last one.
   */
  private static void assertClose(
      PlanCase c, int output, List<@Nullable TestMemory> inputs, TestMemory found, String what) {
    try (Arena arena = Arena.ofConfined()) {
      TestMemory expected = c.expected(output, inputs, arena);
      TestMemory terms = c.elements(output, inputs, arena);
      for (long channel = 0; channel < c.channels(); channel++) {
        double wanted = expected.get(channel).doubleValue();
        double got = found.get(channel).doubleValue();
        if (!Double.isFinite(wanted)) {
          assertEquals(wanted, got, what);
          continue;
        }
        double magnitude = 0;
        for (long i = 0; i < c.count(); i++) {
          if (i / c.inner() % c.channels() == channel) {
            magnitude += Math.abs(terms.get(i).doubleValue());
          }
        }
        double last = c.dtype() == DType.FLOAT32 ? Math.ulp((float) wanted) : Math.ulp(wanted);
        boolean isMean = c.plan().outputs().get(output).kind() == OutputKind.CHANNEL_MEAN;
        double additions = isMean ? 1 : c.outer() * c.inner();
        double bound = last + additions * 0x1p-53 * magnitude;
        String where = what + ", channel " + channel + ": " + got + " for " + wanted;
        assertTrue(Math.abs(wanted - got) <= bound, where);
      }
    }
  }
}
