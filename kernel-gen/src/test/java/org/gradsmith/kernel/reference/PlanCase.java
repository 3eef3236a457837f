/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.ChannelSum;
import org.jspecify.annotations.Nullable;

/** A kernel with the sizes it runs over. */
public record PlanCase(KernelPlan plan, DType dtype, long outer, long channels, long inner) {
  /** Kernels with every kind of input and output. */
  public static final List<KernelPlan> PLANS =
      KernelPlans.read(
          """
          gradsmith-kernels 4

          kernel biasRelu(x: full, bias: channel?)
            let t0 = add(x, bias)
            y: full = ifless(t0, 0, 0, t0)

          kernel biasReluBackward(g: full, y: full)
            let t0 = ifless(0, y, g, 0)
            gx: full = t0
            gBias: channelSum = t0

          kernel bias(x: full, bias: channel)
            y: full = add(x, bias)

          kernel scaled(g: full, x: full, scale: channel, shift: channel?, factor: scalar)
            let t0 = mul(g, scale)
            gx: full = t0
            gScale: channelSum = mul(g, x)
            gShift: channelSum = g
            twice: full = add(mul(t0, factor), shift)

          kernel plain(x: full, s: scalar)
            y: full = div(sqrt(x), neg(s))

          kernel moments(x: full, centre: channel)
            let t0 = sub(x, centre)
            mean: channelMean = x
            squares: channelMean = mul(t0, t0)
            sum: channelSum = t0
          """);

  /** Elements of the full tensor. */
  public long count() {
    return outer * channels * inner;
  }

  /**
   * Random inputs; optional ones may be absent. Special values, which spoil sums, are in one of
   * three.
   */
  public List<@Nullable TestMemory> inputs(Arena arena, Random random) {
    List<@Nullable TestMemory> inputs = new ArrayList<>();
    boolean special = random.nextInt(3) == 0;
    for (Input input : plan.inputs()) {
      long size =
          switch (input.kind()) {
            case FULL -> count();
            case CHANNEL -> channels;
            case SCALAR -> 1;
            case BROADCAST -> throw new IllegalStateException("an open plan has no sizes");
          };
      boolean absent = input.optional() && random.nextBoolean();
      TestMemory some =
          special
              ? TestMemory.random(arena, random, dtype, size)
              : TestMemory.moderate(arena, random, dtype, size);
      inputs.add(absent ? null : some);
    }
    return inputs;
  }

  /** Memory for some of the outputs, chosen at random; whatever lies in it is overwritten. */
  public List<@Nullable TestMemory> outputs(Arena arena, Random random) {
    List<@Nullable TestMemory> outputs = new ArrayList<>();
    for (Output output : plan.outputs()) {
      long size = output.kind() == OutputKind.FULL ? count() : channels;
      boolean wanted = random.nextInt(3) > 0;
      outputs.add(wanted ? TestMemory.random(arena, random, dtype, size) : null);
    }
    return outputs;
  }

  /** What an output is: element by element; of a sum or mean, that of the terms in the dtype. */
  public TestMemory expected(int output, List<@Nullable TestMemory> inputs, Arena arena) {
    TestMemory full = elements(output, inputs, arena);
    if (plan.outputs().get(output).kind() == OutputKind.FULL) {
      return full;
    }
    ChannelSum sum = new ChannelSum(dtype, outer, channels, inner);
    for (int part = 0; part < sum.parts(); part++) {
      sum.addPart(part, full.segment(), 0, 0, channels);
    }
    TestMemory result = TestMemory.allocate(arena, dtype, channels);
    boolean isMean = plan.outputs().get(output).kind() == OutputKind.CHANNEL_MEAN;
    sum.write(result.segment(), 0, isMean ? (double) (outer * inner) : 1);
    return result;
  }

  /** The value of an output's expression at each element: of a sum, its terms. */
  public TestMemory elements(int output, List<@Nullable TestMemory> inputs, Arena arena) {
    return elements(output, inputs, arena, true);
  }

  /** The same; if not in steps, then with the functions of the library, rounded once. */
  public TestMemory elements(
      int output, List<@Nullable TestMemory> inputs, Arena arena, boolean inSteps) {
    TestMemory full = TestMemory.allocate(arena, dtype, count());
    ScalarGraph graph = ScalarGraph.of(List.of(plan.outputs().get(output).expression()));
    for (long i = 0; i < count(); i++) {
      ScalarInterpreter interpreter =
          new ScalarInterpreter(dtype, operands(inputs, i), List.of(), inSteps);
      full.set(i, interpreter.evaluate(graph).getFirst());
    }
    return full;
  }

  /** What the value may be at each element where functions are those of another library. */
  public List<Range> ranges(int output, List<@Nullable TestMemory> inputs) {
    ScalarGraph graph = ScalarGraph.of(List.of(plan.outputs().get(output).expression()));
    RangeInterpreter interpreter = new RangeInterpreter(dtype);
    List<Range> ranges = new ArrayList<>();
    for (long i = 0; i < count(); i++) {
      ranges.add(interpreter.evaluate(graph, operands(inputs, i)).getFirst());
    }
    return ranges;
  }

  private List<Number> operands(List<@Nullable TestMemory> inputs, long i) {
    List<Number> elements = new ArrayList<>();
    for (int k = 0; k < inputs.size(); k++) {
      TestMemory input = inputs.get(k);
      long at =
          switch (plan.inputs().get(k).kind()) {
            case FULL -> i;
            case CHANNEL -> i / inner % channels;
            case SCALAR -> 0;
            case BROADCAST -> throw new IllegalStateException("an open plan has no sizes");
          };
      elements.add(ScalarInterpreter.convert(input == null ? -0.0 : input.get(at), dtype));
    }
    return elements;
  }

  @Override
  public String toString() {
    return "%s in %s over (%d, %d, %d)".formatted(plan.name(), dtype, outer, channels, inner);
  }
}
