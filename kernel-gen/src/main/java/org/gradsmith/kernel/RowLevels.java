/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.gradsmith.ir.scalar.Scalar;

/**
 * How often a row has to be gone through: a pass for each level of reductions that read one
 * another, then one for the outputs. A reduction that no output needs is in none.
 *
 * @param graph the terms of all reductions, then the expressions of the outputs
 * @param inputs operands of the graph from this one on are reductions
 * @param levels the pass of each reduction; -1 where it is in none
 * @param last the pass of the outputs
 */
public record RowLevels(ScalarGraph graph, int inputs, List<Integer> levels, int last) {
  public RowLevels {
    levels = List.copyOf(levels);
  }

  /**
   * The levels of some reductions and outputs.
   *
   * @param graph the terms of the reductions, then the expressions of the outputs
   */
  public static RowLevels of(ScalarGraph graph, int inputs, int reductions) {
    TreeSet<Integer> needed = new TreeSet<>();
    for (int root : graph.roots().subList(reductions, graph.roots().size())) {
      reductionsBelow(graph, inputs, root, needed);
    }
    for (int k = reductions - 1; k >= 0; k--) {
      if (needed.contains(k)) {
        reductionsBelow(graph, inputs, graph.roots().get(k), needed);
      }
    }
    Integer[] levels = new Integer[reductions];
    Arrays.fill(levels, -1);
    int last = 0;
    for (int k : needed) {
      TreeSet<Integer> read = new TreeSet<>();
      reductionsBelow(graph, inputs, graph.roots().get(k), read);
      levels[k] = read.stream().mapToInt(r -> levels[r] + 1).max().orElse(0);
      last = Math.max(last, levels[k] + 1);
    }
    return new RowLevels(graph, inputs, Arrays.asList(levels), last);
  }

  private static void reductionsBelow(
      ScalarGraph graph, int inputs, int root, SortedSet<Integer> found) {
    boolean[] seen = new boolean[graph.steps().size()];
    seen[root] = true;
    for (int i = root; i >= 0; i--) { // arguments come before what reads them
      if (seen[i]) {
        graph.steps().get(i).arguments().forEach(argument -> seen[argument] = true);
        if (graph.steps().get(i).scalar() instanceof Scalar.Operand(int index) && index >= inputs) {
          found.add(index - inputs);
        }
      }
    }
  }

  /** The reductions of a pass. */
  public List<Integer> reductions(int pass) {
    return IntStream.range(0, levels.size()).filter(k -> levels.get(k) == pass).boxed().toList();
  }

  /** The steps that a pass is for: the terms of its reductions; in the last pass, the outputs. */
  public List<Integer> roots(int pass) {
    List<Integer> roots = new ArrayList<>();
    reductions(pass).forEach(k -> roots.add(graph.roots().get(k)));
    if (pass == last) {
      roots.addAll(graph.roots().subList(levels.size(), graph.roots().size()));
    }
    return roots;
  }

  /** Of each step, whether it differs from column to column, by which inputs do. */
  public List<Boolean> varying(List<Boolean> inputVaries) {
    List<Boolean> varies = new ArrayList<>();
    for (ScalarGraph.Step step : graph.steps()) {
      varies.add(
          step.scalar() instanceof Scalar.Operand(int index)
              ? index < inputs && inputVaries.get(index)
              : step.arguments().stream().anyMatch(varies::get));
    }
    return varies;
  }
}
