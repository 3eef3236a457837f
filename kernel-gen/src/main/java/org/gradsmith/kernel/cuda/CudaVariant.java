/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.LocalNames;

/**
 * A plan as a call runs it. How its inputs and outputs lie decides which kernel of the companion's
 * text is launched, and with which macros the text is compiled.
 *
 * <p>A launch takes the pointers of the outputs, those of the inputs, then outer, channels and
 * inner. An output that is not wanted is null. All inputs are read, whichever outputs are wanted;
 * one that only unwanted outputs need may be {@link InputKind#SCALAR}, so that one element is
 * enough.
 *
 * @param inputs how each input lies: full, channel or scalar
 * @param outputs how each output lies: full, channel sum or channel mean
 */
public record CudaVariant(KernelPlan plan, List<InputKind> inputs, List<OutputKind> outputs) {
  /** Blocks for each multiprocessor: more than run at once, so that none of them idles long. */
  private static final int BLOCKS = 16;

  /** The kinds of inputs in the order of the macros' values. */
  private static final List<InputKind> LIES =
      List.of(InputKind.FULL, InputKind.CHANNEL, InputKind.SCALAR);

  public CudaVariant {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.size() != plan.inputs().size() || outputs.size() != plan.outputs().size()) {
      throw new IllegalArgumentException(
          "kernel '%s' has %d inputs and %d outputs, but %d and %d were laid out"
              .formatted(
                  plan.name(),
                  plan.inputs().size(),
                  plan.outputs().size(),
                  inputs.size(),
                  outputs.size()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      Input input = plan.inputs().get(i);
      InputKind kind = inputs.get(i);
      if (kind == InputKind.BROADCAST
          || (input.kind() != InputKind.BROADCAST && input.kind() != kind)) {
        throw misfit(plan, input.name(), input.kind(), kind);
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      Output output = plan.outputs().get(i);
      OutputKind kind = outputs.get(i);
      if (!output.kind().resolutions().contains(kind)) {
        throw misfit(plan, output.name(), output.kind(), kind);
      }
    }
  }

  private static IllegalArgumentException misfit(
      KernelPlan plan, String name, Object declared, Object kind) {
    return new IllegalArgumentException(
        "'%s' of kernel '%s' is declared %s and cannot lie as %s"
            .formatted(name, plan.name(), declared, kind));
  }

  /** The variant of a plan that is not open. */
  public static CudaVariant of(KernelPlan plan) {
    return new CudaVariant(
        plan,
        plan.inputs().stream().map(Input::kind).toList(),
        plan.outputs().stream().map(Output::kind).toList());
  }

  /** Whether the kernel adds up its elements channel by channel. */
  public boolean sums() {
    return outputs.stream().anyMatch(OutputKind::isPerChannel);
  }

  /** The name under which the compiled kernel is found. */
  public String symbol() {
    return summing() ? CudaWriter.summing(plan.name()) : CudaWriter.symbol(plan.name());
  }

  /** Whether it is the second kernel of a plan with sums to shapes: the one that takes them. */
  private boolean summing() {
    return IntStream.range(0, outputs.size())
        .anyMatch(i ->
            plan.outputs().get(i).kind() == OutputKind.SUM_TO
                && outputs.get(i) == OutputKind.CHANNEL_SUM);
  }

  /** The macros that say how inputs and outputs lie, as options of the compiler. */
  public List<String> macros() {
    List<String> pointers = CudaWriter.pointers(plan, LocalNames.empty());
    List<String> macros = new ArrayList<>();
    for (int i = 0; summing() && i < outputs.size(); i++) {
      if (plan.outputs().get(i).kind() == OutputKind.SUM_TO) {
        macros.add(macro(pointers.get(i), outputs.get(i) == OutputKind.FULL ? 0 : 1));
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (plan.inputs().get(i).kind() == InputKind.BROADCAST) {
        macros.add(macro(pointers.get(outputs.size() + i), LIES.indexOf(inputs.get(i))));
      }
    }
    return macros;
  }

  private String macro(String pointer, int lies) {
    return "-D%s=%d".formatted(CudaWriter.lies(symbol(), pointer), lies);
  }

  /** The same kernel with all kinds settled, as other back ends run it. */
  public KernelPlan closed() {
    SortedMap<Integer, InputKind> inputKinds = new TreeMap<>();
    SortedMap<Integer, OutputKind> outputKinds = new TreeMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      inputKinds.put(i, inputs.get(i));
    }
    for (int i = 0; i < outputs.size(); i++) {
      outputKinds.put(i, outputs.get(i));
    }
    return plan.part(inputKinds, outputKinds);
  }

  /** How many elements input {@code index} has. */
  public long inputSize(int index, long outer, long channels, long inner) {
    return switch (inputs.get(index)) {
      case FULL -> outer * channels * inner;
      case CHANNEL -> channels;
      case SCALAR -> 1;
      case BROADCAST -> throw new IllegalStateException("no kind of a variant");
    };
  }

  /** How many elements output {@code index} has. */
  public long outputSize(int index, long outer, long channels, long inner) {
    return outputs.get(index) == OutputKind.FULL ? outer * channels * inner : channels;
  }

  /**
   * Blocks of {@link CudaWriter#THREADS} threads to launch: enough for a thread per element, or for
   * a block per channel, but no more than keep the device busy, since the kernels stride.
   *
   * @param multiprocessors how many the device has
   */
  public int blocks(long outer, long channels, long inner, int multiprocessors) {
    long wanted =
        sums() ? channels : Math.ceilDiv(outer * channels * inner, (long) CudaWriter.THREADS);
    return (int) Math.clamp(wanted, 1, (long) BLOCKS * multiprocessors);
  }
}
