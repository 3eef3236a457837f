/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.kernel.reference.PlanCase;
import org.gradsmith.sweep.Step;

/**
 * Those outputs of a kernel that one run computes, and how its tensors lie in it.
 *
 * @param what where the kernel comes from
 * @param variant the whole plan, as CUDA runs it
 * @param part the plan of these outputs, as classes run it
 * @param inputs which inputs of the plan the part reads
 * @param outputs which outputs of the plan the part makes
 */
record LaidKernel(
    String what,
    CudaVariant variant,
    KernelPlan part,
    List<Integer> inputs,
    List<Integer> outputs,
    long outer,
    long channels,
    long inner) {

  /** Neighbouring dimensions; none of them where the last one is before the first. */
  private record Dims(int first, int last) {
    static final Dims NONE = new Dims(0, -1);
  }

  PlanCase in(DType dtype) {
    return new PlanCase(part, dtype, outer, channels, inner);
  }

  @Override
  public String toString() {
    return "%s over (%d, %d, %d), inputs %s, outputs %s of%n%s"
        .formatted(
            what,
            outer,
            channels,
            inner,
            variant.inputs(),
            variant.outputs(),
            KernelPlans.write(List.of(variant.plan())));
  }

  /**
   * The runs of a kernel of a sweep: outputs over the same shape share one.
   *
   * @param name of the kernels, to which a number is added
   */
  static List<LaidKernel> of(Step.RunKernel kernel, SweepRun sweep, String name, String what) {
    return new Laying(kernel, sweep, name, what).parts();
  }

  private static final class Laying {
    private final Step.RunKernel kernel;
    private final KernelPlan plan;
    private final SweepRun sweep;
    private final String name;
    private final String what;

    Laying(Step.RunKernel kernel, SweepRun sweep, String name, String what) {
      this.kernel = kernel;
      this.plan = (KernelPlan) kernel.plan();
      this.sweep = sweep;
      this.name = name;
      this.what = what;
    }

    List<LaidKernel> parts() {
      Map<Shape, List<Integer>> groups = new LinkedHashMap<>();
      for (int i = 0; i < plan.outputs().size(); i++) {
        Shape space = plan.isOpen() ? space(plan.reads(i)) : space(allInputs());
        groups.computeIfAbsent(space, _ -> new ArrayList<>()).add(i);
      }
      List<LaidKernel> parts = new ArrayList<>();
      groups.forEach((space, outputs) -> parts.add(part(space, outputs, parts.size())));
      return parts;
    }

    private SortedSet<Integer> allInputs() {
      SortedSet<Integer> all = new TreeSet<>();
      for (int i = 0; i < plan.inputs().size(); i++) {
        all.add(i);
      }
      return all;
    }

    private Shape space(SortedSet<Integer> read) {
      return Shape.of(
          read.stream()
              .filter(i -> plan.inputs().get(i).kind() != InputKind.CHANNEL)
              .map(i -> sweep.shape(kernel.inputs().get(i)))
              .toList());
    }

    private LaidKernel part(Shape space, List<Integer> outputs, int number) {
      SortedSet<Integer> read = new TreeSet<>();
      outputs.forEach(output -> read.addAll(plan.reads(output)));
      Dims dims = plan.isOpen() && !hasChannels() ? channels(space, read, outputs) : declared();
      SortedMap<Integer, InputKind> inputKinds = new TreeMap<>();
      List<InputKind> allInputs = new ArrayList<>();
      for (int i = 0; i < plan.inputs().size(); i++) {
        InputKind kind = plan.inputs().get(i).kind();
        if (kind == InputKind.BROADCAST) {
          kind = read.contains(i) ? kind(i, space, dims) : InputKind.SCALAR;
        }
        allInputs.add(kind);
        if (read.contains(i)) {
          inputKinds.put(i, kind);
        }
      }
      SortedMap<Integer, OutputKind> outputKinds = new TreeMap<>();
      List<OutputKind> allOutputs = new ArrayList<>();
      for (int i = 0; i < plan.outputs().size(); i++) {
        OutputKind kind =
            switch (plan.outputs().get(i).kind()) {
              case SUM_TO -> outputs.contains(i) ? kindOfSum(i, space, dims) : OutputKind.FULL;
              case SUM -> OutputKind.CHANNEL_SUM; // those of channels are added up behind
              case MEAN -> OutputKind.CHANNEL_MEAN;
              case FULL -> OutputKind.FULL;
              case CHANNEL_SUM -> OutputKind.CHANNEL_SUM;
              case CHANNEL_MEAN -> OutputKind.CHANNEL_MEAN;
            };
        allOutputs.add(kind);
        if (outputs.contains(i)) {
          outputKinds.put(i, kind);
        }
      }
      KernelPlan named = new KernelPlan(name + "p" + number, plan.inputs(), plan.outputs());
      return new LaidKernel(
          what,
          new CudaVariant(named, allInputs, allOutputs),
          named.part(inputKinds, outputKinds),
          List.copyOf(read),
          outputs,
          product(space, 0, dims.first()),
          product(space, dims.first(), dims.last() + 1),
          product(space, dims.last() + 1, 3));
    }

    private boolean hasChannels() {
      return plan.reducesChannels()
          || plan.inputs().stream().anyMatch(input -> input.kind() == InputKind.CHANNEL);
    }

    private Dims declared() {
      int dim = SweepRun.dim(kernel.dim());
      return new Dims(dim, dim);
    }

    private static long product(Shape shape, int from, int to) {
      long product = 1;
      for (int d = from; d < to; d++) {
        product *= shape.size(d);
      }
      return product;
    }

    /** The dimensions that are looked at as channels: those of the first tensor that has some. */
    private Dims channels(Shape space, SortedSet<Integer> read, List<Integer> outputs) {
      List<Shape> candidates = new ArrayList<>();
      read.forEach(input -> candidates.add(sweep.shape(kernel.inputs().get(input))));
      outputs.forEach(output -> candidates.addAll(target(output)));
      return candidates.stream()
          .flatMap(shape -> dims(shape, space).stream())
          .findFirst()
          .orElse(Dims.NONE);
    }

    /** The shape that an output is summed to, if it is. */
    private List<Shape> target(int output) {
      if (plan.outputs().get(output).kind() != OutputKind.SUM_TO) {
        return List.of();
      }
      long before =
          plan.outputs().subList(0, output).stream()
              .filter(o -> o.kind() == OutputKind.SUM_TO)
              .count();
      return List.of(sweep.shapeOf(kernel.targets().get((int) before)));
    }

    /** The neighbouring dimensions that a shape has of a space, if it has some and not all. */
    private static List<Dims> dims(Shape shape, Shape space) {
      List<Integer> there = new ArrayList<>();
      List<Integer> needed = new ArrayList<>();
      for (int d = 0; d < 3; d++) {
        if (space.size(d) > 1) {
          needed.add(d);
          if (shape.size(d) > 1) {
            there.add(d);
          }
        }
      }
      if (there.isEmpty() || there.equals(needed)) {
        return List.of();
      }
      Dims dims = new Dims(Collections.min(there), Collections.max(there));
      boolean gap =
          needed.stream().anyMatch(d -> d > dims.first() && d < dims.last() && !there.contains(d));
      return gap ? List.of() : List.of(dims);
    }

    /** How an input lies; what lies along other dimensions is expanded first. */
    private InputKind kind(int input, Shape space, Dims channels) {
      Shape shape = sweep.shape(kernel.inputs().get(input));
      if (shape.equals(space)) {
        return InputKind.FULL;
      }
      if (shape.count() == 1) {
        return InputKind.SCALAR;
      }
      return dims(shape, space).contains(channels) ? InputKind.CHANNEL : InputKind.FULL;
    }

    /** How a sum is taken; one along other dimensions is taken behind the kernel. */
    private OutputKind kindOfSum(int output, Shape space, Dims channels) {
      Shape target = target(output).getFirst();
      if (target.equals(space)) {
        return OutputKind.FULL;
      }
      boolean ofAll = target.count() == 1 && channels.equals(Dims.NONE);
      return ofAll || dims(target, space).contains(channels)
          ? OutputKind.CHANNEL_SUM
          : OutputKind.FULL;
    }
  }
}
