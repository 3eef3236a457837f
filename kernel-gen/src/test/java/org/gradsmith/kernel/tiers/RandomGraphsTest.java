/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.cpu.CpuTier;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cuda.CudaTier;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.kernel.reference.Range;
import org.gradsmith.kernel.reference.TestMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random methods over tensors that broadcast, with their gradients: what fusion makes of them
 * computes what the ops compute, and each kernel computes on every tier what it means. {@code
 * -Dgradsmith.random.graphs=5000} tries more, {@code -Dgradsmith.random.seed=N} begins at another.
 */
final class RandomGraphsTest {
  private static final int COUNT = Integer.getInteger("gradsmith.random.graphs", 500);
  private static final long FIRST = Long.getLong("gradsmith.random.seed", 0);

  /** Graphs whose kernels are compiled at once. */
  private static final int AT_ONCE = 100;

  /** Of sums, whose terms are added in another order: at the largest number on the way. */
  private static final double ROUNDING = 1e-12;

  // Elements of which it is known what CUDA may compute, and others.
  private long known;
  private long unknown;

  @TempDir private static Path directory;

  private static List<RandomGraph> graphs = List.of();

  @BeforeAll
  static void make() {
    graphs = LongStream.range(FIRST, FIRST + COUNT).mapToObj(RandomGraph::of).toList();
  }

  /** Each kind of kernel, input and output is among a hundred graphs. */
  @Test
  void kernelsOfAllFamiliesOccur() {
    Set<Object> kinds = new HashSet<>();
    for (RandomGraph graph : graphs) {
      for (LaidKernel kernel : graph.kernels()) {
        kernel.part().inputs().forEach(input -> kinds.add(input.kind()));
        kernel.part().outputs().forEach(output -> kinds.add(output.kind()));
        kernel.variant().plan().inputs().forEach(input -> kinds.add(input.kind()));
        kernel.variant().plan().outputs().forEach(output -> kinds.add(output.kind()));
        kinds.add(kernel.variant().plan().isOpen());
      }
    }
    Set<Object> all = new HashSet<>(List.of(true, false));
    all.addAll(List.of(InputKind.values()));
    all.addAll(List.of(OutputKind.values()));
    assumeTrue(COUNT >= 100, "too few graphs");
    assertEquals(all, kinds);
  }

  @Test
  void kernelsComputeWhatTheOpsCompute() {
    long compared = 0;
    long all = 0;
    for (RandomGraph graph : graphs) {
      List<double @Nullable []> expected = graph.plain().gradients();
      for (int i = 0; i < expected.size(); i++) {
        double[] wanted = expected.get(i);
        double[] found = graph.fused().gradients().get(i);
        String which = "gradient %d of seed %d".formatted(i, graph.seed());
        assertEquals(wanted == null ? -1 : wanted.length, found == null ? -1 : found.length, which);
        for (int k = 0; wanted != null && k < wanted.length; k++) {
          all++;
          if (Double.isFinite(wanted[k])) {
            compared++;
            String where = "%s, element %d%n%s".formatted(which, k, graph.kernels());
            assertEquals(
                wanted[k],
                Objects.requireNonNull(found)[k],
                ROUNDING * graph.plain().largest(),
                where);
          }
        }
      }
    }
    assertTrue(compared > all * 0.9, compared + " of " + all + " elements are numbers");
  }

  @Test
  void classesHaveTheBitsOfTheirMeaning() {
    for (RandomGraph graph : graphs) {
      graph.kernels().forEach(kernel -> checkClasses(kernel, graph.seed()));
    }
  }

  private static void checkClasses(LaidKernel kernel, long seed) {
    Random random = new Random(seed);
    PlanCase c = kernel.in(dtype(seed));
    try (Arena arena = Arena.ofConfined()) {
      List<@Nullable TestMemory> inputs = c.inputs(arena, random);
      for (Form form : Form.values()) {
        List<@Nullable TestMemory> outputs = c.outputs(arena, random);
        CpuTier.run(c, form, inputs, outputs);
        for (int i = 0; i < outputs.size(); i++) {
          TestMemory found = outputs.get(i);
          if (found != null) {
            TestMemory expected = c.expected(i, inputs, arena);
            String output = form + ", output " + i;
            for (long k = 0; k < expected.count(); k++) {
              long at = k;
              assertEquals(
                  expected.get(k),
                  found.get(k),
                  () -> output + ", element " + at + " of " + kernel);
            }
          }
        }
      }
    }
  }

  private static DType dtype(long seed) {
    return seed / AT_ONCE % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
  }

  @Test
  @Tag("gxx")
  void cudaHasTheBitsOfTheirMeaningButForFunctions() {
    CudaTier.assumePresent();
    for (int i = 0; i < graphs.size(); i += AT_ONCE) {
      List<RandomGraph> some = graphs.subList(i, Math.min(i + AT_ONCE, graphs.size()));
      checkCuda(
          some.stream().flatMap(graph -> graph.kernels().stream()).toList(),
          some.getFirst().seed());
    }
    assertTrue(unknown < known / 10, unknown + " elements may be anything, beside " + known);
  }

  private void checkCuda(List<LaidKernel> kernels, long seed) {
    CudaTypes types = new CudaTypes(dtype(seed), seed / AT_ONCE % 3 == 0);
    try (Arena library = Arena.ofConfined()) {
      CudaTier tier =
          CudaTier.compile(
              types,
              kernels.stream().map(LaidKernel::variant).toList(),
              directory.resolve("from" + seed),
              library);
      for (LaidKernel kernel : kernels) {
        checkCuda(kernel, types.dtype(), tier);
      }
    }
  }

  private void checkCuda(LaidKernel kernel, DType dtype, CudaTier tier) {
    Random random = new Random(kernel.part().name().hashCode());
    PlanCase c = kernel.in(dtype);
    try (Arena arena = Arena.ofConfined()) {
      List<@Nullable TestMemory> inputs = c.inputs(arena, random);
      List<@Nullable TestMemory> outputs = c.outputs(arena, random);
      run(kernel, tier, 0, inputs, outputs, arena);
      List<List<Number>> first = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        TestMemory found = outputs.get(i);
        first.add(elements(found));
        if (found != null) {
          List<Range> expected = expected(c, i, c.ranges(i, inputs));
          String output = "CUDA, output " + i;
          for (int k = 0; k < expected.size(); k++) {
            int at = k;
            unknown += expected.get(k).isAnything() ? 1 : 0;
            known += expected.get(k).isAnything() ? 0 : 1;
            assertTrue(
                expected.get(k).contains(found.get(k).doubleValue()),
                () ->
                    "%s, element %d is %s, not in %s, of %s"
                        .formatted(output, at, found.get(at), expected.get(at), kernel));
          }
        }
      }
      run(kernel, tier, 12345, inputs, outputs, arena);
      for (int i = 0; i < outputs.size(); i++) {
        assertEquals(first.get(i), elements(outputs.get(i)), "in another order, " + kernel);
      }
    }
  }

  /** Terms become sums or means where the output is one. */
  private static List<Range> expected(PlanCase c, int output, List<Range> terms) {
    OutputKind kind = c.plan().outputs().get(output).kind();
    if (kind == OutputKind.FULL) {
      return terms;
    }
    List<Range> sums = new ArrayList<>();
    for (long channel = 0; channel < c.channels(); channel++) {
      List<Range> ofChannel = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        if (i / c.inner() % c.channels() == channel) {
          ofChannel.add(terms.get(i));
        }
      }
      sums.add(
          kind == OutputKind.CHANNEL_MEAN
              ? Range.mean(ofChannel, c.dtype())
              : Range.sum(ofChannel, c.dtype()));
    }
    return sums;
  }

  private static void run(
      LaidKernel kernel,
      CudaTier tier,
      int order,
      List<@Nullable TestMemory> inputs,
      List<@Nullable TestMemory> outputs,
      Arena arena) {
    List<@Nullable TestMemory> allInputs = new ArrayList<>();
    for (int i = 0; i < kernel.variant().inputs().size(); i++) {
      int at = kernel.inputs().indexOf(i);
      long size = kernel.variant().inputSize(i, kernel.outer(), kernel.channels(), kernel.inner());
      allInputs.add(at < 0 ? TestMemory.allocate(arena, DType.FLOAT64, size) : inputs.get(at));
    }
    List<@Nullable TestMemory> allOutputs = new ArrayList<>();
    for (int i = 0; i < kernel.variant().outputs().size(); i++) {
      int at = kernel.outputs().indexOf(i);
      allOutputs.add(at < 0 ? null : outputs.get(at));
    }
    tier.run(
        kernel.variant(),
        kernel.outer(),
        kernel.channels(),
        kernel.inner(),
        order,
        allInputs,
        allOutputs);
  }

  private static List<Number> elements(@Nullable TestMemory memory) {
    List<Number> elements = new ArrayList<>();
    for (long i = 0; memory != null && i < memory.count(); i++) {
      elements.add(memory.get(i));
    }
    return elements;
  }
}
