/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Replaces chains of pointwise steps by kernels. A step joins the region that makes one of its
 * operands if everything in between can wait; equal kernels are written once.
 */
public final class Fusion {
  private final Map<KernelPlan, KernelPlan> plans = new LinkedHashMap<>();
  private final Names kernelNames = new Names();

  /**
   * The sweeps with kernels in them. Sweeps that one object fuses share their kernels.
   *
   * @param sameShape whether two values have the same shape for sure
   */
  public Sweeps fuse(Sweeps sweeps, BiPredicate<Value, Value> sameShape) {
    Set<Value> kept = new HashSet<>();
    kept.add(sweeps.method().result());
    for (Step step : sweeps.reverse()) {
      kept.addAll(step.reads());
      kept.addAll(step.shapesRead());
    }
    IntegerValues integers = new IntegerValues();
    integers.collect(sweeps.forward());
    integers.collect(sweeps.reverse());
    Predicate<Step.Compute> fusible =
        step -> !integers.isReadBy(step) && FusibleOps.fusible(step, sameShape);
    return sweeps.with(
        fuse(sweeps.forward(), kept, fusible, false),
        fuse(sweeps.reverse(), Set.of(), fusible, true));
  }

  /** The kernels of a list of steps, each once, in order of first use. */
  public static List<KernelPlan> plans(Sweeps sweeps) {
    return Stream.concat(sweeps.forward().stream(), sweeps.reverse().stream())
        .filter(Step.RunKernel.class::isInstance)
        .map(step -> ((Step.RunKernel) step).plan())
        .distinct()
        .toList();
  }

  private List<Step> fuse(
      List<Step> steps, Set<Value> kept, Predicate<Step.Compute> fusible, boolean backward) {
    Map<Integer, Region> regions = grow(steps, fusible);
    List<Step> fused = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Region region = regions.get(i);
      if (region == null) {
        fused.add(steps.get(i));
      } else if (region.last() == i) {
        fused.add(kernel(region, readOutside(region, steps, kept), backward));
      }
    }
    return fused;
  }

  /** The region of each step that a kernel can run, by the step's index. */
  private static Map<Integer, Region> grow(List<Step> steps, Predicate<Step.Compute> fusible) {
    Map<Integer, Region> regions = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Compute step && fusible.test(step)) {
        Attr dim = FusibleOps.channel(step.node()).orElse(null);
        Region region = joinable(step, i, steps, regions).orElse(new Region(i));
        region.add(step, i, dim);
        regions.put(i, region);
      }
    }
    return regions;
  }

  private static Optional<Region> joinable(
      Step.Compute step, int index, List<Step> steps, Map<Integer, Region> regions) {
    Attr dim = FusibleOps.channel(step.node()).orElse(null);
    return regions.values().stream()
        .distinct()
        .filter(region -> region.agreesOn(dim))
        .filter(region -> readsElements(step, region))
        .filter(region -> canWait(region, steps.subList(region.first(), index)))
        .findFirst();
  }

  private static boolean readsElements(Step.Compute step, Region region) {
    return step.node().operands().stream().anyMatch(region::hasElementsOf);
  }

  /** Whether none of the steps outside the region reads what it makes. */
  private static boolean canWait(Region region, List<Step> between) {
    return between.stream()
        .filter(step -> !region.contains(step))
        .noneMatch(step ->
            step.reads().stream().anyMatch(region::makes)
                || step.shapesRead().stream().anyMatch(region::makes));
  }

  private static Set<Value> readOutside(Region region, List<Step> steps, Set<Value> kept) {
    Set<Value> read = new HashSet<>(kept);
    for (Step step : steps) {
      if (!region.contains(step)) {
        read.addAll(step.reads());
      }
      read.addAll(step.shapesRead());
    }
    return read;
  }

  private Step.RunKernel kernel(Region region, Set<Value> readOutside, boolean backward) {
    String name = name(backward ? region.origins().reversed() : region.origins(), backward);
    Step.RunKernel step = region.kernel(readOutside, "unnamed");
    KernelPlan plan =
        plans.computeIfAbsent(
            step.plan(), p -> new KernelPlan(kernelNames.fresh(name), p.inputs(), p.outputs()));
    return new Step.RunKernel(plan, step.dim(), step.inputs(), step.outputs(), step.span());
  }

  private static String name(List<String> origins, boolean backward) {
    String joined =
        origins.stream().map(o -> "addBias".equals(o) ? "bias" : o).reduce("", Names::join);
    return backward ? joined + "Backward" : joined;
  }
}
