/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
import org.gradsmith.kernel.OpenRowPlan.OutputKind;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.reference.RowCase;
import org.gradsmith.sweep.Step;

/**
 * A kernel over rows, as its tensors lie in one call.
 *
 * @param what where the kernel comes from
 * @param open the kernel as it is before a call
 * @param plan the kernel of the call
 */
record LaidRows(String what, OpenRowPlan open, RowPlan plan, int rows, int columns) {
  /** The rows with no numbers that attributes could be. */
  RowCase rowCase() {
    return new RowCase(plan, rows, columns, List.of());
  }

  @Override
  public String toString() {
    return "%s over (%d, %d), %s of%n%s"
        .formatted(what, rows, columns, plan.inputs(), KernelPlans.write(List.of(open)));
  }

  /**
   * The run of a kernel of a sweep; none if it makes nothing over rows, or something is larger than
   * the full shape.
   *
   * @param name of the kernel
   */
  static Optional<LaidRows> of(Step.RunKernel kernel, SweepRun sweep, String name, String what) {
    OpenRowPlan open = (OpenRowPlan) kernel.plan();
    List<Integer> outputs =
        IntStream.range(0, open.outputs().size()).filter(open::isOverRows).boxed().toList();
    Shape all = Shape.of(shapes(kernel, open, outputs, sweep, Set.of(InputKind.values())));
    Shape whole = Shape.of(shapes(kernel, open, outputs, sweep, Set.of(InputKind.FULL)));
    Shape made = Shape.of(shapes(kernel, open, outputs, sweep, Set.of(InputKind.BROADCAST)));
    boolean isMade = open.inputs().stream().noneMatch(input -> input.kind() == InputKind.FULL);
    Shape full = isMade ? made : whole;
    if (outputs.isEmpty() || !all.equals(full)) {
      return Optional.empty();
    }
    int dim = SweepRun.dim(kernel.dim());
    SortedMap<Integer, Place> places = new TreeMap<>();
    for (int output : outputs) {
      for (int input : open.reads(output)) {
        Shape shape = sweep.shape(kernel.inputs().get(input));
        places.put(input, place(open.inputs().get(input).kind(), shape, full, dim));
      }
    }
    SortedMap<Integer, Target> targets = new TreeMap<>();
    for (int output : outputs) {
      targets.put(output, target(kernel, open, output, sweep, full));
    }
    RowPlan part = open.named(name).part(places, targets);
    RowValues rows = new RowValues(full, dim);
    return Optional.of(new LaidRows(what, open, part, rows.rows(), rows.columns()));
  }

  /** The shapes of those inputs of some kinds that some outputs read. */
  private static List<Shape> shapes(
      Step.RunKernel kernel,
      OpenRowPlan plan,
      List<Integer> outputs,
      SweepRun sweep,
      Set<InputKind> kinds) {
    return outputs.stream()
        .flatMap(output -> plan.reads(output).stream())
        .filter(input -> kinds.contains(plan.inputs().get(input).kind()))
        .map(input -> sweep.shape(kernel.inputs().get(input)))
        .toList();
  }

  /** What a pass makes of an output: a sum to a shape is a sum of each row or column first. */
  private static Target target(
      Step.RunKernel kernel, OpenRowPlan plan, int output, SweepRun sweep, Shape full) {
    List<OpenRowPlan.Output> before = plan.outputs().subList(0, output);
    OutputKind kind = plan.outputs().get(output).kind();
    if (kind != OutputKind.SUM_TO) {
      return kind.target();
    }
    int sums = (int) before.stream().filter(o -> o.kind() == OutputKind.SUM_TO).count();
    Shape target = sweep.shapeOf(kernel.targets().get(sums));
    int dim = SweepRun.dim(kernel.dim());
    if (target.size(dim) == 1) {
      return Target.ROW;
    }
    return target.equals(full.along(1 << dim)) ? Target.COLUMN_SUM : Target.FULL;
  }

  /** Where an input lies; what lies along other dimensions is expanded first. */
  private static Place place(InputKind kind, Shape shape, Shape full, int dim) {
    if (!kind.isElementwise() || shape.equals(full)) {
      return kind.place();
    }
    List<Place> places = new ArrayList<>();
    if (shape.count() == 1) {
      places.add(Place.SCALAR);
    }
    if (dim == 2 && shape.equals(full.along(4))) {
      places.add(Place.COLUMN);
    }
    if (shape.equals(full.along(7 & ~(1 << dim)))) {
      places.add(Place.ROW);
    }
    return places.isEmpty() ? Place.FULL : places.getFirst();
  }
}
