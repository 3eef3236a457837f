/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowLevels;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;

/**
 * What a kernel goes through the columns of a row for. Steps are those of {@link RowPlan#graph}.
 *
 * @param graph of the plan
 * @param varies of each step, whether it differs from column to column
 * @param reductions of the plan, those that are computed here
 * @param outputs of the plan, those that have a value for each column and are written here
 * @param roots the terms of the reductions, then the expressions of the outputs
 * @param steps what differs from column to column of all that is computed here, in order
 */
record CudaRowPass(
    ScalarGraph graph,
    List<Boolean> varies,
    List<Integer> reductions,
    List<Integer> outputs,
    List<Integer> roots,
    SortedSet<Integer> steps) {

  /** The passes of a plan, in order. */
  static List<CudaRowPass> of(RowPlan plan) {
    ScalarGraph graph = plan.graph();
    int terms = plan.reductions().size();
    RowLevels levels = RowLevels.of(graph, plan.inputs().size(), terms);
    List<Boolean> varies =
        levels.varying(plan.inputs().stream().map(input -> input.place().hasColumns()).toList());
    List<CudaRowPass> passes = new ArrayList<>();
    for (int pass = 0; pass <= levels.last(); pass++) {
      List<Integer> roots = new ArrayList<>();
      levels.reductions(pass).forEach(k -> roots.add(graph.roots().get(k)));
      List<Integer> outputs = new ArrayList<>();
      for (int i = 0; pass == levels.last() && i < plan.outputs().size(); i++) {
        if (plan.outputs().get(i).target() != Target.ROW) {
          outputs.add(i);
          roots.add(graph.roots().get(terms + i));
        }
      }
      passes.add(
          new CudaRowPass(
              graph,
              varies,
              levels.reductions(pass),
              outputs,
              List.copyOf(roots),
              varyingSteps(graph, varies, roots)));
    }
    return passes;
  }

  private static SortedSet<Integer> varyingSteps(
      ScalarGraph graph, List<Boolean> varies, List<Integer> roots) {
    boolean[] seen = new boolean[varies.size()];
    roots.forEach(root -> seen[root] = true);
    TreeSet<Integer> steps = new TreeSet<>();
    for (int i = seen.length - 1; i >= 0; i--) { // arguments come before what reads them
      if (seen[i] && varies.get(i)) {
        steps.add(i);
        graph.steps().get(i).arguments().forEach(argument -> seen[argument] = true);
      }
    }
    return steps;
  }

  /** The inputs of which elements are read. */
  SortedSet<Integer> reads() {
    TreeSet<Integer> reads = new TreeSet<>();
    for (int step : steps) {
      if (graph.steps().get(step).scalar() instanceof Scalar.Operand(int index)) {
        reads.add(index);
      }
    }
    return reads;
  }

  /** The steps that are the same in all columns and read in one. */
  SortedSet<Integer> ofRow() {
    TreeSet<Integer> read = new TreeSet<>(roots);
    steps.forEach(step -> read.addAll(graph.steps().get(step).arguments()));
    read.removeIf(varies::get);
    return read;
  }

  /** How often the value of a step is read in a column. */
  int uses(int step) {
    int uses = 0;
    for (int other : steps) {
      for (int argument : graph.steps().get(other).arguments()) {
        uses += argument == step ? 1 : 0;
      }
    }
    for (int root : roots) {
      uses += root == step ? 1 : 0;
    }
    return uses;
  }
}
