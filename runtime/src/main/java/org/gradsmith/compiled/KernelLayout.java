/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.gradsmith.backend.cpu.KernelRuns;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How the tensors of a call lie, for an open plan. Outputs that are computed over the same shape
 * share a part; within it every input is looked at as (outer, channels, inner), has an element for
 * all of these, for each channel, or one. What fits none of these is expanded first, and summed
 * behind the kernel; where there are channels, what is summed to less is summed to these first.
 *
 * @param shapes of the inputs; null where one is absent
 * @param distinct the same without repetitions
 * @param targets the shapes of the sums, in the order of the plan's outputs
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and seen by Kernel alone
record KernelLayout(
    long[] @Nullable [] shapes,
    long[] @Nullable [] distinct,
    boolean[] wanted,
    long[][] targets,
    List<Part> parts) {

  /**
   * Outputs that one run computes.
   *
   * @param space the shape over which it runs
   * @param inputs which inputs it reads
   * @param expanded which of these have to be expanded to the space
   * @param outputs which outputs it makes
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Part(
      KernelRuns runs,
      long[] space,
      Extent extent,
      int[] inputs,
      boolean[] expanded,
      List<Made> outputs) {}

  /**
   * An output of a part.
   *
   * @param index in the plan
   * @param kind how it lies in the kernel
   * @param shape in which the kernel makes it
   * @param rest what is left to do behind the kernel; null if it is complete
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Made(int index, OutputKind kind, long[] shape, @Nullable UnaryOperator<Tensor> rest) {}

  /** A full tensor around neighbouring dimensions. */
  record Extent(long outer, long channels, long inner) {}

  /** Whether the layout serves a call. */
  boolean fits(
      long[] @Nullable [] otherShapes,
      long[] @Nullable [] otherDistinct,
      boolean[] otherWanted,
      long[][] otherTargets) {
    return Arrays.deepEquals(shapes, otherShapes)
        && Arrays.deepEquals(distinct, otherDistinct)
        && Arrays.equals(wanted, otherWanted)
        && Arrays.deepEquals(targets, otherTargets);
  }

  /**
   * The layout of a call.
   *
   * @throws ShapeException if shapes do not broadcast
   */
  static KernelLayout of(
      KernelPlan plan,
      long[] @Nullable [] shapes,
      long[] @Nullable [] distinct,
      boolean[] wanted,
      long[][] targets) {
    List<Part> parts = new Builder(plan, shapes, distinct, targets).parts(wanted);
    return new KernelLayout(shapes, distinct, wanted, targets, parts);
  }

  /** Neighbouring dimensions, the last one included. */
  private record Range(int first, int last) {}

  private static final class Builder {
    private final KernelPlan plan;
    private final long[] @Nullable [] shapes;
    private final long[] @Nullable [] distinct;
    private final List<long @Nullable []> targets = new ArrayList<>();

    Builder(
        KernelPlan plan, long[] @Nullable [] shapes, long[] @Nullable [] distinct, long[][] given) {
      this.plan = plan;
      this.shapes = shapes;
      this.distinct = distinct;
      int used = 0;
      for (Output output : plan.outputs()) {
        targets.add(
            switch (output.kind()) {
              case SUM_TO -> given[used++];
              case SUM, MEAN -> new long[0];
              case FULL, CHANNEL_SUM, CHANNEL_MEAN -> null;
            });
      }
    }

    List<Part> parts(boolean[] wanted) {
      List<long[]> spaces = new ArrayList<>();
      List<List<Integer>> groups = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i]) {
          long[] space = space(plan.reads(i));
          int group = 0;
          while (group < spaces.size() && !Arrays.equals(spaces.get(group), space)) {
            group++;
          }
          if (group == spaces.size()) {
            spaces.add(space);
            groups.add(new ArrayList<>());
          }
          groups.get(group).add(i);
        }
      }
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < spaces.size(); i++) {
        parts.add(part(spaces.get(i), groups.get(i)));
      }
      return parts;
    }

    /** The shape to which the inputs broadcast. */
    private long[] space(SortedSet<Integer> inputs) {
      long[] space = {};
      for (int input : inputs) {
        long[] shape = shapes[input];
        space = shape == null ? space : broadcast(space, shape, plan.inputs().get(input).name());
      }
      return space;
    }

    private Part part(long[] space, List<Integer> outputs) {
      SortedSet<Integer> read = new TreeSet<>();
      outputs.forEach(output -> read.addAll(plan.reads(output)));
      Range channels = channels(space, read, outputs);
      SortedMap<Integer, InputKind> inputKinds = new TreeMap<>();
      boolean[] expanded = new boolean[read.size()];
      for (int input : read) {
        long[] shape = distinct[input];
        InputKind kind = shape == null ? InputKind.CHANNEL : kind(shape, space, channels);
        expanded[inputKinds.size()] = kind == InputKind.BROADCAST;
        inputKinds.put(input, kind == InputKind.BROADCAST ? InputKind.FULL : kind);
      }
      SortedMap<Integer, OutputKind> outputKinds = new TreeMap<>();
      List<Made> made = new ArrayList<>();
      for (int output : outputs) {
        made.add(made(output, space, channels));
        outputKinds.put(output, made.getLast().kind());
      }
      return new Part(
          new KernelRuns(plan.part(inputKinds, outputKinds)),
          space,
          extent(space, channels),
          read.stream().mapToInt(Integer::intValue).toArray(),
          expanded,
          made);
    }

    private Made made(int output, long[] space, Range channels) {
      long[] target = target(output, space);
      OutputKind kind = plan.outputs().get(output).kind();
      boolean isTotal = kind == OutputKind.SUM || kind == OutputKind.MEAN; // be it of one element
      if (target == null || (!isTotal && lies(target, space, channels) == Lies.EVERYWHERE)) {
        return new Made(output, OutputKind.FULL, target == null ? space : target, null);
      }
      OutputKind perChannel =
          kind == OutputKind.MEAN ? OutputKind.CHANNEL_MEAN : OutputKind.CHANNEL_SUM;
      if (isAlong(target, space, channels)) {
        return new Made(output, perChannel, target, null);
      }
      boolean isWithin = true;
      long[] ofChannels = space.clone();
      for (int d = 0; d < space.length; d++) {
        if (d < channels.first || d > channels.last) {
          ofChannels[d] = 1;
          isWithin &= !has(target, space, d);
        }
      }
      return isWithin
          ? new Made(output, perChannel, ofChannels, rest(output, target))
          : new Made(output, OutputKind.FULL, space, rest(output, target));
    }

    /** What makes an output of sums or means that are part of it. */
    private UnaryOperator<Tensor> rest(int output, long[] target) {
      return switch (plan.outputs().get(output).kind()) {
        case SUM -> Primitives::sum;
        case MEAN -> Primitives::mean;
        case FULL, CHANNEL_SUM, CHANNEL_MEAN, SUM_TO -> terms -> Primitives.sumTo(terms, target);
      };
    }

    /** The shape that an output is summed to; null if it is not summed. */
    private long @Nullable [] target(int output, long[] space) {
      return plan.outputs().get(output).kind() == OutputKind.CHANNEL_SUM
          ? new long[] {space[space.length - 1]}
          : targets.get(output);
    }

    /** The dimensions that are looked at as channels: those of the first tensor that has some. */
    private Range channels(long[] space, SortedSet<Integer> read, List<Integer> outputs) {
      for (int input : read) {
        long[] shape = distinct[input];
        Range range = shape == null ? null : range(shape, space);
        if (range != null) {
          return range;
        }
      }
      for (int output : outputs) {
        long[] target = target(output, space);
        Range range = target == null ? null : range(target, space);
        if (range != null) {
          return range;
        }
      }
      return NONE;
    }

    private static final Range NONE = new Range(0, -1);

    private static InputKind kind(long[] shape, long[] space, Range channels) {
      return switch (lies(shape, space, channels)) {
        case EVERYWHERE -> InputKind.FULL;
        case ALONG_CHANNELS -> InputKind.CHANNEL;
        case NOWHERE -> InputKind.SCALAR;
        case ELSEWHERE -> InputKind.BROADCAST;
      };
    }

    /** Whether the kernel can make a sum itself: one for each channel. */
    private static boolean isAlong(long[] target, long[] space, Range channels) {
      return switch (lies(target, space, channels)) {
        case ALONG_CHANNELS -> true;
        case NOWHERE, EVERYWHERE -> channels.equals(NONE);
        case ELSEWHERE -> false;
      };
    }

    private enum Lies {
      EVERYWHERE,
      ALONG_CHANNELS,
      NOWHERE,
      ELSEWHERE
    }

    private static Lies lies(long[] shape, long[] space, Range channels) {
      boolean all = true;
      boolean none = true;
      for (int d = 0; d < space.length; d++) {
        if (space[d] != 1) {
          all &= has(shape, space, d);
          none &= !has(shape, space, d);
        }
      }
      if (all) {
        return Lies.EVERYWHERE;
      }
      if (none) {
        return Lies.NOWHERE;
      }
      return channels.equals(range(shape, space)) ? Lies.ALONG_CHANNELS : Lies.ELSEWHERE;
    }

    /** The neighbouring dimensions that a shape has, if it has some and not all. */
    private static @Nullable Range range(long[] shape, long[] space) {
      int first = -1;
      int last = -1;
      boolean all = true;
      for (int d = 0; d < space.length; d++) {
        if (has(shape, space, d)) {
          first = first < 0 ? d : first;
          last = d;
        } else {
          all &= space[d] == 1;
        }
      }
      for (int d = first; d >= 0 && d <= last; d++) {
        if (space[d] != 1 && !has(shape, space, d)) {
          return null;
        }
      }
      return first < 0 || all ? null : new Range(first, last);
    }

    /** Whether a shape has an element for each place along a dimension of the space. */
    private static boolean has(long[] shape, long[] space, int dim) {
      int at = dim - (space.length - shape.length);
      return space[dim] != 1 && at >= 0 && shape[at] == space[dim];
    }

    private static Extent extent(long[] space, Range channels) {
      return new Extent(
          product(space, 0, channels.first),
          product(space, channels.first, channels.last + 1),
          product(space, channels.last + 1, space.length));
    }
  }

  private static long product(long[] shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= shape[i];
    }
    return product;
  }

  /**
   * The shape to which two shapes broadcast.
   *
   * @param input the name of the input that has the second one
   * @throws ShapeException if they do not
   */
  static long[] broadcast(long[] space, long[] shape, String input) {
    long[] wider =
        Arrays.copyOf(
            shape.length > space.length ? shape : space, Math.max(shape.length, space.length));
    for (int i = 1; i <= Math.min(shape.length, space.length); i++) {
      long a = space[space.length - i];
      long b = shape[shape.length - i];
      if (a != b && a != 1 && b != 1) {
        throw new ShapeException(
            "'%s' has shape %s, which does not broadcast with %s of the other operands"
                .formatted(input, text(shape), text(space)));
      }
      wider[wider.length - i] = a == 1 ? b : a;
    }
    return wider;
  }

  /** A shape for a message. */
  static String text(long[] shape) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ", ").append(shape[i]);
    }
    return text.append(')').toString();
  }
}
