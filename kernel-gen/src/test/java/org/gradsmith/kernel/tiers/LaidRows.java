/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.OpenRowPlan.InputKind;
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
   * The run of a kernel of a sweep.
   *
   * @param name of the kernel
   */
  static LaidRows of(Step.RunKernel kernel, SweepRun sweep, String name, String what) {
    OpenRowPlan open = (OpenRowPlan) kernel.plan();
    List<Integer> outputs = outputs(open);
    Shape full = sweep.full(kernel);
    int dim = SweepRun.dim(kernel.dim());
    SortedMap<Integer, Place> places = new TreeMap<>();
    for (int output : outputs) {
      for (int input : open.reads(output)) {
        Shape shape = sweep.shape(kernel.inputs().get(input));
        places.put(input, place(open.inputs().get(input).kind(), shape, full, dim));
      }
    }
    RowPlan part = open.named(name).part(places, outputs);
    RowValues rows = new RowValues(full, dim);
    return new LaidRows(what, open, part, rows.rows(), rows.columns());
  }

  /** The outputs that depend on rows, and so run over the full shape. */
  static List<Integer> outputs(OpenRowPlan plan) {
    return IntStream.range(0, plan.outputs().size()).filter(plan::isOverRows).boxed().toList();
  }

  /** Where an input lies; what lies along other dimensions is expanded first. */
  private static Place place(InputKind kind, Shape shape, Shape full, int dim) {
    if (kind != InputKind.BROADCAST || shape.equals(full)) {
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
