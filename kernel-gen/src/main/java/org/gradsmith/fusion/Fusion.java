/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Replaces steps that are pointwise or over rows by kernels. A step joins the regions that make its
 * operands if everything in between can wait, and regions that read the same elements become one;
 * equal kernels are written once.
 */
public final class Fusion {
  private static final String UNNAMED = "unnamed";

  private final Map<FusedPlan, FusedPlan> plans = new LinkedHashMap<>();
  private final IdentityHashMap<Step.RunKernel, List<Step.Compute>> members =
      new IdentityHashMap<>();
  private final Names kernelNames = new Names();

  /**
   * The sweeps with kernels in them. Sweeps that one object fuses share their kernels.
   *
   * @param sameShape whether two values have the same shape for sure
   */
  public Sweeps fuse(Sweeps sweeps, BiPredicate<Value, Value> sameShape) {
    Conditions conditions = new Conditions(sweeps.forward(), sweeps.reverse());
    Sweeps fused;
    do {
      fused = fuse(sweeps, conditions, sameShape);
    } while (conditions.takeOut(fused));
    List<Step> reverse = named(fused.reverse());
    return fused.with(named(fused.forward()), reverse);
  }

  private Sweeps fuse(Sweeps sweeps, Conditions conditions, BiPredicate<Value, Value> sameShape) {
    Predicate<Step.Compute> fusible = conditions::allow;
    Predicate<Step.Compute> inKernels =
        step -> conditions.allow(step) || conditions.allowRows(step);
    ShapeFacts shapes = new ShapeFacts(Contributions.join(sweeps, fusible), sameShape);
    Sweeps joined = Contributions.join(ShapeTargets.atOrigins(sweeps, shapes), fusible);
    Sweeps planned = Recomputation.plan(joined, fusible, conditions::areInside);
    Sweeps saved = Recomputation.saving(joined, fusible, conditions::areInside);
    List<Step> reverse = fuse(planned.reverse(), Set.of(), inKernels, shapes, true);
    List<Step> saving = fuse(saved.reverse(), Set.of(), inKernels, shapes, true);
    boolean saves =
        asksForShapesOfWhatItMakes(reverse, sweeps)
            || traffic(sweeps, saving) < traffic(sweeps, reverse);
    Sweeps chosen = saves ? saved : planned;
    List<Step> run = saves ? saving : reverse;
    return chosen.with(fuse(sweeps.forward(), kept(sweeps, run), inKernels, shapes, false), run);
  }

  /** What has to be there behind the forward sweep. */
  private static Set<Value> kept(Sweeps sweeps, List<Step> reverse) {
    Set<Value> kept = new HashSet<>(Set.of(sweeps.result()));
    for (Step step : reverse) {
      kept.addAll(step.reads());
      kept.addAll(step.shapesRead());
    }
    return kept;
  }

  /**
   * How many tensors the kernels of a reverse sweep move, with those that the forward sweep writes
   * for them: what is computed again, but by one kernel for another, is better kept.
   */
  private static int traffic(Sweeps sweeps, List<Step> reverse) {
    Set<Value> kept = new HashSet<>();
    int moved = 0;
    Set<Value> made = new HashSet<>(Set.of(sweeps.result(), sweeps.cotangent()));
    made.addAll(sweeps.operands());
    for (Step step : reverse) {
      if (step instanceof Step.RunKernel kernel) {
        moved += kernel.inputs().size() + kernel.outputs().size();
      }
      kept.addAll(step.reads());
      made.addAll(step.makes());
    }
    kept.removeAll(made);
    return moved + kept.size();
  }

  /**
   * Whether a kernel of the reverse sweep is to sum to the shape of a value that is computed again
   * there: the shape would have to be known before the value is. Shapes of operands and of the
   * result are known from the forward sweep.
   */
  private static boolean asksForShapesOfWhatItMakes(List<Step> reverse, Sweeps sweeps) {
    Set<Value> makes = new HashSet<>();
    reverse.forEach(step -> makes.addAll(step.makes()));
    makes.remove(sweeps.result());
    sweeps.operands().forEach(makes::remove);
    return reverse.stream().flatMap(step -> step.shapesRead().stream()).anyMatch(makes::contains);
  }

  /** Whether a kernel can run an op together with others, whatever they are. */
  public static boolean canRun(Node.Apply node) {
    return FusibleOps.fusible(new Step.Compute(node, node.op().name()), Set.of());
  }

  /** Whether a kernel can run an op over rows together with others whose rows are the same. */
  public static boolean canRunRows(Node.Apply node) {
    return RowOps.fusible(new Step.Compute(node, node.op().name()));
  }

  /** The kernels of a list of steps, each once, in order of first use. */
  public static List<FusedPlan> plans(Sweeps sweeps) {
    return Stream.concat(sweeps.forward().stream(), sweeps.reverse().stream())
        .filter(Step.RunKernel.class::isInstance)
        .map(step -> ((Step.RunKernel) step).plan())
        .distinct()
        .toList();
  }

  /**
   * The steps that a kernel of sweeps that this object fused runs in their place, in order: those
   * of the sweep, what is computed again, and sums of contributions. Of any other kernel, none.
   */
  public List<Step.Compute> members(Step.RunKernel kernel) {
    return members.getOrDefault(kernel, List.of());
  }

  private List<Step> fuse(
      List<Step> steps,
      Set<Value> kept,
      Predicate<Step.Compute> fusible,
      ShapeFacts shapes,
      boolean backward) {
    Map<Integer, Region> regions = regions(steps, kept, fusible, shapes);
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
          fused.add(ShapeTargets.outside(steps.get(i), shapes));
        }
      } else if (region.last() == i) {
        Set<Value> read = readOutside(region, steps, regions, kept, shapes);
        fused.add(kernel(region, read, backward));
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
   * The region of each step that a kernel is to run. Where a kernel could not tell its shape,
   * because it spreads numbers over rows, these are spread before: as views, which have the shape.
   */
  private static Map<Integer, Region> regions(
      List<Step> steps, Set<Value> kept, Predicate<Step.Compute> fusible, ShapeFacts shapes) {
    Set<Step.Compute> views = new HashSet<>();
    while (true) {
      Map<Integer, Region> regions =
          Regions.grow(steps, step -> fusible.test(step) && !views.contains(step), shapes);
      boolean isNew = false;
      for (Region region : Set.copyOf(regions.values())) {
        if (!region.knowsItsShape(readOutside(region, steps, regions, kept, shapes))) {
          isNew |=
              views.addAll(
                  region.steps().stream().filter(step -> RowOps.spreads(step.node())).toList());
        }
      }
      if (!isNew) {
        return regions;
      }
    }
  }

  /**
   * What is read of a region by others. Of the shapes that its steps and those of other regions
   * read, only those are read by kernels to which outputs are summed.
   */
  private static Set<Value> readOutside(
      Region region,
      List<Step> steps,
      Map<Integer, Region> regions,
      Set<Value> kept,
      ShapeFacts shapes) {
    Set<Value> read = new HashSet<>(kept);
    for (int i = 0; i < steps.size(); i++) {
      if (regions.get(i) != region) {
        read.addAll(steps.get(i).reads());
      }
      if (regions.get(i) == null) {
        read.addAll(ShapeTargets.outside(steps.get(i), shapes).shapesRead());
      }
    }
    Set<Value> targets = new HashSet<>();
    regions.values().forEach(other -> targets.addAll(other.targets(read)));
    read.addAll(targets);
    return read;
  }

  private Step.RunKernel kernel(Region region, Set<Value> readOutside, boolean backward) {
    String name = name(backward ? region.origins().reversed() : region.origins(), backward);
    Step.RunKernel kernel = region.kernel(readOutside, name);
    members.put(kernel, region.steps());
    return kernel;
  }

  /** The steps with kernels that are written once, each with a name of its own. */
  private List<Step> named(List<Step> steps) {
    return steps.stream()
        .map(step -> step instanceof Step.RunKernel kernel ? named(kernel) : step)
        .toList();
  }

  private Step.RunKernel named(Step.RunKernel kernel) {
    Step.RunKernel named = kernel.with(named(kernel.plan()));
    members.put(named, members(kernel));
    return named;
  }

  private FusedPlan named(FusedPlan plan) {
    return plans.computeIfAbsent(
        plan.named(UNNAMED), _ -> plan.named(kernelNames.fresh(plan.name())));
  }

  private static String name(List<String> origins, boolean backward) {
    String joined =
        origins.stream().map(o -> "addBias".equals(o) ? "bias" : o).reduce("", Names::join);
    return backward ? joined + "Backward" : joined;
  }
}
