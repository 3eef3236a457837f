/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.gradsmith.ir.scalar.Scalar;

/**
 * One fused kernel: what it computes for each element, before dtype, device and sizes are known.
 *
 * <p>The kernel runs over all elements of a full tensor, seen as (outer, channels, inner) around
 * one dimension, or several neighbouring ones, that are chosen at run time. {@code
 * Scalar.Operand(i)} in an expression is input {@code i} at the element's place. An absent optional
 * input counts as -0.0, for {@code x + -0.0 == x} for every x.
 *
 * @param name names the kernel in its companion: an ASCII identifier
 * @param inputs what it reads
 * @param outputs what it writes; a caller may leave out those it does not want
 */
public record KernelPlan(String name, List<Input> inputs, List<Output> outputs)
    implements FusedPlan {
  /**
   * A tensor that the kernel reads.
   *
   * @param optional whether it may be absent; only a channel input can be
   */
  public record Input(String name, InputKind kind, boolean optional) {
    public Input {
      Identifiers.require("input", name);
      if (optional && kind != InputKind.CHANNEL) {
        throw new IllegalArgumentException(
            "input '%s' is optional and %s, but only a channel input can be optional"
                .formatted(name, kind));
      }
    }

    /** An input with one element per element of the full tensor. */
    public static Input full(String name) {
      return new Input(name, InputKind.FULL, false);
    }

    /** An input with one element per channel. */
    public static Input channel(String name) {
      return new Input(name, InputKind.CHANNEL, false);
    }

    /** An input with one element per channel, which may be absent. */
    public static Input optionalChannel(String name) {
      return new Input(name, InputKind.CHANNEL, true);
    }

    /** An input of one element. */
    public static Input scalar(String name) {
      return new Input(name, InputKind.SCALAR, false);
    }

    /** An input that is broadcast to the full tensor. */
    public static Input broadcast(String name) {
      return new Input(name, InputKind.BROADCAST, false);
    }
  }

  /**
   * A tensor that the kernel writes.
   *
   * @param expression its value at one element; of a sum or mean, the term that the element adds
   */
  public record Output(String name, OutputKind kind, Scalar expression) {
    public Output {
      Identifiers.require("output", name);
    }

    /** An output with one element per element of the full tensor. */
    public static Output full(String name, Scalar expression) {
      return new Output(name, OutputKind.FULL, expression);
    }

    /** An output with one element per channel: the sum over that channel's elements. */
    public static Output channelSum(String name, Scalar expression) {
      return new Output(name, OutputKind.CHANNEL_SUM, expression);
    }

    /** An output of a shape that broadcasts to the full tensor's: the sum over what it lacks. */
    public static Output sumTo(String name, Scalar expression) {
      return new Output(name, OutputKind.SUM_TO, expression);
    }

    /** A number: the sum over all elements. */
    public static Output sum(String name, Scalar expression) {
      return new Output(name, OutputKind.SUM, expression);
    }

    /** A number: the mean over all elements. */
    public static Output mean(String name, Scalar expression) {
      return new Output(name, OutputKind.MEAN, expression);
    }
  }

  /** How an input lies in the iteration space. */
  public enum InputKind {
    /** One element per element of the full tensor. */
    FULL("full"),
    /** One element per channel. */
    CHANNEL("channel"),
    /** One element. */
    SCALAR("scalar"),
    /**
     * Any shape that broadcasts. The full shape is that to which all such inputs broadcast; how
     * each of them lies in it is found at the call, which runs {@link #part parts} of the plan.
     */
    BROADCAST("broadcast");

    private final String spelling;

    InputKind(String spelling) {
      this.spelling = spelling;
    }

    /** The kind in the text form. */
    @Override
    public String toString() {
      return spelling;
    }
  }

  /** How an output lies in the iteration space. */
  public enum OutputKind {
    /** One element per element of the full tensor. */
    FULL("full"),
    /** One element per channel: a sum. */
    CHANNEL_SUM("channelSum"),
    /** One element per channel: the mean of its terms, which is NaN where there are none. */
    CHANNEL_MEAN("channelMean"),
    /**
     * A sum over the dimensions that a shape, which is given at the call, lacks or has with size 1.
     * Resolved, it is a full output or a channel sum.
     */
    SUM_TO("sumTo"),
    /** A number: the sum over all elements. Resolved, it is a channel sum. */
    SUM("sum"),
    /** A number: the mean over all elements. Resolved, it is a channel mean. */
    MEAN("mean");

    private final String spelling;

    OutputKind(String spelling) {
      this.spelling = spelling;
    }

    /** Whether it is only known in a call how the output lies. */
    public boolean isOpen() {
      return switch (this) {
        case SUM_TO, SUM, MEAN -> true;
        case FULL, CHANNEL_SUM, CHANNEL_MEAN -> false;
      };
    }

    /** Whether the output has an element per channel. */
    public boolean isPerChannel() {
      return this == CHANNEL_SUM || this == CHANNEL_MEAN;
    }

    /** What the output may lie as in a call. */
    public Set<OutputKind> resolutions() {
      return switch (this) {
        case SUM_TO -> Set.of(FULL, CHANNEL_SUM);
        case SUM -> Set.of(CHANNEL_SUM);
        case MEAN -> Set.of(CHANNEL_MEAN);
        case FULL, CHANNEL_SUM, CHANNEL_MEAN -> Set.of(this);
      };
    }

    /** The kind in the text form. */
    @Override
    public String toString() {
      return spelling;
    }
  }

  public KernelPlan {
    Identifiers.require("kernel", name);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("kernel '%s' has no output".formatted(name));
    }
    Set<String> names = new HashSet<>();
    inputs.forEach(input -> requireNew(name, names, input.name()));
    outputs.forEach(output -> requireNew(name, names, output.name()));
    ScalarGraph graph = ScalarGraph.of(outputs.stream().map(Output::expression).toList());
    for (ScalarGraph.Step step : graph.steps()) {
      requireReadable(name, inputs, step.scalar());
    }
  }

  @Override
  public KernelPlan named(String other) {
    return new KernelPlan(other, inputs, outputs);
  }

  /** The expressions of the outputs, equal parts shared. */
  public ScalarGraph graph() {
    return ScalarGraph.of(outputs.stream().map(Output::expression).toList());
  }

  /** Whether it depends on the shapes of a call how inputs and outputs lie. */
  public boolean isOpen() {
    return inputs.stream().anyMatch(input -> input.kind() == InputKind.BROADCAST)
        || outputs.stream().anyMatch(output -> output.kind().isOpen());
  }

  /**
   * A part of this plan, with the kinds that its inputs and outputs have in a call.
   *
   * @param inputKinds the inputs that the part's outputs read, with their kinds
   * @param outputKinds the outputs of the part, with their kinds
   */
  public KernelPlan part(
      SortedMap<Integer, InputKind> inputKinds, SortedMap<Integer, OutputKind> outputKinds) {
    List<Integer> kept = List.copyOf(inputKinds.keySet());
    List<Input> partInputs = new ArrayList<>();
    inputKinds.forEach((index, kind) -> {
      Input input = inputs.get(index);
      partInputs.add(new Input(input.name(), kind, input.optional() && kind == InputKind.CHANNEL));
    });
    List<Scalar> expressions =
        ScalarGraph.renumbered(
            outputKinds.keySet().stream().map(i -> outputs.get(i).expression()).toList(),
            kept::indexOf);
    List<Output> partOutputs = new ArrayList<>();
    outputKinds.forEach((index, kind) ->
        partOutputs.add(
            new Output(outputs.get(index).name(), kind, expressions.get(partOutputs.size()))));
    return new KernelPlan(name, partInputs, partOutputs);
  }

  /** Whether an output has an element per channel. */
  public boolean reducesChannels() {
    return outputs.stream().anyMatch(output -> output.kind().isPerChannel());
  }

  @Override
  public SortedSet<Integer> reads(int output) {
    return ScalarGraph.of(List.of(outputs.get(output).expression())).operands();
  }

  /** The inputs that are compared, and take part in no other arithmetic. */
  public BitSet compared() {
    return ComparedInputs.in(outputs.stream().map(Output::expression).toList());
  }

  private static void requireReadable(String kernel, List<Input> inputs, Scalar scalar) {
    switch (scalar) {
      case Scalar.Operand(int index) when index < 0 || index >= inputs.size() ->
          throw new IllegalArgumentException(
              "kernel '%s' reads input %d, but has inputs 0 to %d"
                  .formatted(kernel, index, inputs.size() - 1));
      case Scalar.Attribute(int index) ->
          throw new IllegalArgumentException(
              "kernel '%s' reads attribute %d, but a kernel has inputs only: pass the number as a scalar input"
                  .formatted(kernel, index));
      default -> {
        // Everything else is built from its children, which are steps of their own.
      }
    }
  }

  private static void requireNew(String kernel, Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "kernel '%s' has two parameters named '%s'".formatted(kernel, name));
    }
  }
}
