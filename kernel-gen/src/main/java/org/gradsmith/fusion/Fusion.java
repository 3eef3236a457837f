/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Replaces pointwise steps by kernels. A step joins the regions that make its operands if
 * everything in between can wait, and regions that read the same elements become one; equal kernels
 * are written once.
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
    IntegerValues integers = new IntegerValues();
    integers.collect(sweeps.forward());
    integers.collect(sweeps.reverse());
    Predicate<Step.Compute> fusible = step -> !integers.isReadBy(step) && FusibleOps.fusible(step);
    ShapeFacts shapes = new ShapeFacts(sweeps, sameShape);
    Sweeps joined = Contributions.join(sweeps, fusible);
    Sweeps planned = Recomputation.plan(joined, fusible);
    List<Step> reverse = fuse(planned.reverse(), Set.of(), fusible, shapes, true);
    if (asksForShapesOfWhatItMakes(reverse)) {
      planned = joined;
      reverse = fuse(planned.reverse(), Set.of(), fusible, shapes, true);
    }
    Set<Value> kept = new HashSet<>();
    kept.add(sweeps.method().result());
    for (Step step : reverse) {
      kept.addAll(step.reads());
      kept.addAll(step.shapesRead());
    }
    List<Step> forward = fuse(sweeps.forward(), kept, fusible, shapes, false);
    return planned.with(forward, reverse);
  }

  /**
   * Whether a kernel of the reverse sweep is to sum to the shape of a value that is computed again
   * there: the shape would have to be known before the value is.
   */
  private static boolean asksForShapesOfWhatItMakes(List<Step> reverse) {
    Set<Value> makes = new HashSet<>();
    reverse.forEach(step -> makes.addAll(step.makes()));
    return reverse.stream().flatMap(step -> step.shapesRead().stream()).anyMatch(makes::contains);
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
      List<Step> steps,
      Set<Value> kept,
      Predicate<Step.Compute> fusible,
      ShapeFacts shapes,
      boolean backward) {
    Map<Integer, Region> regions = Regions.grow(steps, fusible, shapes);
    List<Step> fused = new ArrayList<>();
    List<Step.Contribute> postponed = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Region region = regions.get(i);
      int index = i;
      if (region == null) {
        if (steps.get(i) instanceof Step.Contribute contribute
            && regions.values().stream()
                .anyMatch(r -> r.last() > index && r.makes(contribute.gradient()))) {
          postponed.add(contribute);
        } else {
          fused.add(steps.get(i));
        }
      } else if (region.last() == i) {
        fused.add(kernel(region, readOutside(region, steps, regions, kept), backward));
        for (Step.Contribute contribute : List.copyOf(postponed)) {
          if (region.makes(contribute.gradient())) {
            postponed.remove(contribute);
            fused.add(contribute);
          }
        }
      }
    }
    return fused;
  }

  /**
   * What is read of a region by others. Of the shapes that its steps and those of other regions
   * read, only those are read by kernels to which outputs are summed.
   */
  private static Set<Value> readOutside(
      Region region, List<Step> steps, Map<Integer, Region> regions, Set<Value> kept) {
    Set<Value> read = new HashSet<>(kept);
    for (int i = 0; i < steps.size(); i++) {
      if (regions.get(i) != region) {
        read.addAll(steps.get(i).reads());
      }
      if (regions.get(i) == null) {
        read.addAll(steps.get(i).shapesRead());
      }
    }
    Set<Value> targets = new HashSet<>();
    regions.values().forEach(other -> targets.addAll(other.targets(read)));
    read.addAll(targets);
    return read;
  }

  private Step.RunKernel kernel(Region region, Set<Value> readOutside, boolean backward) {
    String name = name(backward ? region.origins().reversed() : region.origins(), backward);
    Step.RunKernel step = region.kernel(readOutside, "unnamed");
    KernelPlan plan =
        plans.computeIfAbsent(
            step.plan(), p -> new KernelPlan(kernelNames.fresh(name), p.inputs(), p.outputs()));
    return new Step.RunKernel(
        plan, step.dim(), step.targets(), step.inputs(), step.outputs(), step.span());
  }

  private static String name(List<String> origins, boolean backward) {
    String joined =
        origins.stream().map(o -> "addBias".equals(o) ? "bias" : o).reduce("", Names::join);
    return backward ? joined + "Backward" : joined;
  }
}
