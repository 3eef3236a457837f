/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.LocalNames;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cuda.CudaExpressions.Text;

/**
 * Writes one kernel. Without sums, the threads of all blocks stride together through the elements.
 * With sums, each block takes one channel at a time: its threads stride through the channel's
 * elements and add up their terms in double, then the block adds their sums in a fixed order. There
 * are no atomics, so every run gives the same bits.
 */
final class CudaKernelWriter {
  private static final String SIGNATURE =
      """
      extern "C" __global__ void __launch_bounds__(256)
      @name@(
      @parameters@    INDEX outer, INDEX channels, INDEX inner) {
      @scalars@\
      """;

  private static final String ALL_ELEMENTS =
      """
        const INDEX count = outer * channels * inner;
        const INDEX stride = gridDim.x * blockDim.x;
        const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
        for (INDEX i = first; i < count; i += stride) {
      @element@  }
      }
      """;

  private static final String ALL_ELEMENTS_WITH_CHANNELS =
      """
        const INDEX count = outer * channels * inner;
        const INDEX stride = gridDim.x * blockDim.x;
        const INDEX first = blockIdx.x * blockDim.x + threadIdx.x;
        if (first >= count) return;
        ChannelWalk at(first, stride, channels, inner);
        for (INDEX i = first; i < count; i += stride, at.advance()) {
      @channel@@element@  }
      }
      """;

  private static final String CHANNEL_BY_CHANNEL =
      """
        const INDEX count = outer * inner;
        for (INDEX channel = blockIdx.x; channel < channels; channel += gridDim.x) {
      @channel@    SliceWalk at(channel, threadIdx.x, blockDim.x, channels, inner);
          for (INDEX j = threadIdx.x; j < count; j += blockDim.x, at.advance()) {
            const INDEX i = at.i;
      @element@    }
      @sums@  }
      }
      """;

  private final KernelPlan plan;
  private final ScalarGraph graph;
  private final LocalNames names = LocalNames.empty();

  /** The parameters' names in C, and how the steps of the expressions are spelled. */
  private final List<String> outputs = new ArrayList<>();

  private final List<String> inputs = new ArrayList<>();
  private final List<Text> steps = new ArrayList<>();

  // The lines for the holes of the templates.
  private final StringBuilder lies = new StringBuilder();
  private final StringBuilder scalars = new StringBuilder();
  private final StringBuilder channel = new StringBuilder();
  private final StringBuilder element = new StringBuilder();
  private final StringBuilder sums = new StringBuilder();

  CudaKernelWriter(KernelPlan plan) {
    this.plan = plan;
    this.graph = plan.graph();
  }

  String write() {
    List<String> pointers = CudaWriter.pointers(plan, names);
    outputs.addAll(pointers.subList(0, plan.outputs().size()));
    inputs.addAll(pointers.subList(plan.outputs().size(), pointers.size()));
    Map<Integer, Text> values = new HashMap<>();
    for (int index : graph.operands()) {
      values.put(index, Text.atom(load(plan.inputs().get(index), inputs.get(index))));
    }
    graph.steps().forEach(step -> steps.add(compute(step, values)));
    for (int i = 0; i < outputs.size(); i++) {
      write(plan.outputs().get(i), outputs.get(i), steps.get(graph.roots().get(i)));
    }
    return (lies + SIGNATURE + skeleton())
        .replace("@name@", CudaWriter.symbol(plan.name()))
        .replace("@parameters@", parameters())
        .replace("@scalars@", scalars)
        .replace("@channel@", channel)
        .replace("@element@", element)
        .replace("@sums@", sums);
  }

  private String skeleton() {
    if (CudaWriter.sums(plan)) {
      return CHANNEL_BY_CHANNEL;
    }
    return CudaWriter.walksChannels(plan) ? ALL_ELEMENTS_WITH_CHANNELS : ALL_ELEMENTS;
  }

  private String parameters() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < outputs.size(); i++) {
      lines.append(
          "    SCALAR* __restrict__ %s,  // %s\n"
              .formatted(outputs.get(i), plan.outputs().get(i).kind()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Input input = plan.inputs().get(i);
      lines.append(
          "    const SCALAR* __restrict__ %s,  // %s%s\n"
              .formatted(inputs.get(i), input.kind(), input.optional() ? ", null if absent" : ""));
    }
    return lines.toString();
  }

  /** Reads an input where it is known first; returns the name of the value. */
  private String load(Input input, String pointer) {
    String indent = indentOfElement();
    return switch (input.kind()) {
      case FULL -> define(element, indent, names.unique(pointer + "_i"), pointer + "[i]");
      case CHANNEL -> {
        String at = CudaWriter.sums(plan) ? pointer + "[channel]" : pointer + "[at.channel]";
        String value = input.optional() ? pointer + " ? " + at + " : SCALAR(-0.0)" : at;
        yield define(channel, "    ", names.unique(pointer + "_c"), value);
      }
      case SCALAR -> define(scalars, "  ", names.unique(pointer + "_0"), pointer + "[0]");
      case BROADCAST -> {
        String macro = macro(pointer);
        String value =
            "%s[%s == 0 ? i : %s == 1 ? %s : 0]"
                .formatted(pointer, macro, macro, CudaWriter.sums(plan) ? "channel" : "at.channel");
        yield define(element, indent, names.unique(pointer + "_i"), value);
      }
    };
  }

  /** The macro that says how an open input or output lies, with its default. */
  private String macro(String pointer) {
    String macro = CudaWriter.lies(plan.name(), pointer);
    lies.append(
        "// %s has an element 0: for each place, 1: for each channel, 2: for all.\n"
            .formatted(pointer));
    lies.append("#ifndef %s\n#define %s 0\n#endif\n".formatted(macro, macro));
    return macro;
  }

  private static String define(StringBuilder lines, String indent, String name, String value) {
    lines.append(indent).append("const SCALAR ").append(name).append(" = ").append(value);
    lines.append(";\n");
    return name;
  }

  private Text compute(ScalarGraph.Step step, Map<Integer, Text> values) {
    if (step.scalar() instanceof Scalar.Operand(int index)) {
      return Objects.requireNonNull(values.get(index));
    }
    Text text =
        CudaExpressions.apply(step.scalar(), step.arguments().stream().map(steps::get).toList());
    return step.isShared()
        ? Text.atom(define(element, indentOfElement(), names.next("t"), text.text()))
        : text;
  }

  private void write(Output output, String pointer, Text term) {
    String indent = indentOfElement();
    String store = "if (%s) %s[i] = %s;\n".formatted(pointer, pointer, term.text());
    if (output.kind() == OutputKind.FULL) {
      element.append(indent).append(store);
      return;
    }
    String sum = names.unique(pointer + "_sum");
    channel.append("    double %s = 0;\n".formatted(sum));
    String condition = pointer;
    if (output.kind() == OutputKind.SUM_TO) {
      String macro = macro(pointer);
      condition = "%s == 1 && %s".formatted(macro, pointer);
      element.append(indent).append("if (%s == 0) {\n  %s".formatted(macro, indent)).append(store);
      element.append(indent).append("} else {\n");
      element.append("  %s%s += %s;\n%s}\n".formatted(indent, sum, term.text(), indent));
    } else {
      element.append(indent).append("%s += %s;\n".formatted(sum, term.text()));
    }
    sums.append("    if (%s) {\n".formatted(condition));
    sums.append("      %s = blockSum(%s);\n".formatted(sum, sum));
    boolean isMean = output.kind() == OutputKind.MEAN || output.kind() == OutputKind.CHANNEL_MEAN;
    String value = isMean ? sum + " / count" : sum;
    sums.append(
        "      if (threadIdx.x == 0) %s[channel] = SCALAR(%s);\n".formatted(pointer, value));
    sums.append("    }\n");
  }

  private String indentOfElement() {
    return CudaWriter.sums(plan) ? "      " : "    ";
  }
}
