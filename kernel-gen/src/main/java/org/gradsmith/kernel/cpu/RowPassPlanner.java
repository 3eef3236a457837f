/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowLevels;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.RowLowering.Operand;
import org.gradsmith.kernel.cpu.RowLowering.Pass;
import org.gradsmith.kernel.lane.LaneGraph;

/** Decides in which pass each step of a row plan is computed, and which values are kept. */
final class RowPassPlanner {
  private final RowPlan plan;
  private final RowVariant variant;
  private final int inputs;

  /** The terms of all reductions, then the expressions of the wanted outputs. */
  private final ScalarGraph graph;

  private final List<Integer> wanted = new ArrayList<>();
  private final RowLevels levels;
  private final List<Boolean> varies;

  /** The reductions of the plan. */
  private final int reductions;

  /** The pass of the outputs. */
  private final int last;

  RowPassPlanner(RowPlan plan, RowVariant variant) {
    this.plan = plan;
    this.variant = variant;
    this.inputs = plan.inputs().size();
    for (int i = 0; i < inputs; i++) {
      RowPlan.Input input = plan.inputs().get(i);
      if (!variant.present().get(i) && !input.optional()) {
        throw new IllegalArgumentException(
            "kernel '%s' cannot run without its input '%s'".formatted(plan.name(), input.name()));
      }
    }
    for (int i = 0; i < plan.outputs().size(); i++) {
      if (variant.wanted().get(i)) {
        wanted.add(i);
      }
    }
    Stream<Scalar> terms = plan.reductions().stream().map(Reduction::term);
    Stream<Scalar> results = wanted.stream().map(i -> plan.outputs().get(i).expression());
    this.graph =
        ScalarGraph.of(
            ScalarGraph.of(Stream.concat(terms, results).toList()).mapLeaves(this::present));
    this.reductions = plan.reductions().size();
    this.levels = RowLevels.of(graph, inputs, reductions);
    this.last = levels.last();
    this.varies =
        levels.varying(plan.inputs().stream().map(input -> input.place().hasColumns()).toList());
  }

  private Scalar present(Scalar leaf) {
    return leaf instanceof Scalar.Operand(int index)
            && index < inputs
            && !variant.present().get(index)
        ? Scalar.constant(plan.inputs().get(index).absent())
        : leaf;
  }

  RowLowering lower() {
    SortedSet<Integer> kept = kept();
    List<Operand> operands = operands(kept);
    Map<Integer, Integer> keptIn = keptIn(kept, operands);
    List<Pass> passes = new ArrayList<>();
    TreeSet<Integer> before = new TreeSet<>();
    for (int pass = 0; pass <= last; pass++) {
      Visit visit = new Visit(pass, before);
      passes.add(pass(pass, visit, keptIn));
      before.addAll(kept.stream().filter(visit.computed::contains).toList());
    }
    return new RowLowering(
        variant.dtype(),
        inputs,
        plan.reductions().stream().map(Reduction::fold).toList(),
        operands,
        passes);
  }

  private Pass pass(int pass, Visit visit, Map<Integer, Integer> keptIn) {
    Map<Integer, Scalar> expressions = expressions(visit, keptIn);
    List<Scalar> roots = new ArrayList<>();
    List<Integer> computed = levels.reductions(pass);
    computed.forEach(k -> roots.add(expressions.get(graph.roots().get(k))));
    List<Integer> stores = new ArrayList<>();
    keptIn.forEach((step, operand) -> {
      if (visit.computed.contains(step)) {
        stores.add(operand);
        roots.add(expressions.get(step));
      }
    });
    List<Integer> sums = new ArrayList<>();
    List<Integer> rowStores = new ArrayList<>();
    if (pass == last) {
      addResults(Target.FULL, expressions, stores, roots);
      addResults(Target.COLUMN_SUM, expressions, sums, roots);
      addResults(Target.ROW, expressions, rowStores, roots);
    }
    return new Pass(LaneGraph.of(variant.dtype(), roots), computed, stores, sums, rowStores);
  }

  private void addResults(
      Target target, Map<Integer, Scalar> expressions, List<Integer> into, List<Scalar> roots) {
    for (int i = 0; i < wanted.size(); i++) {
      if (plan.outputs().get(wanted.get(i)).target() == target) {
        into.add(i);
        roots.add(expressions.get(graph.roots().get(reductions + i)));
      }
    }
  }

  /** The steps of a pass as expressions, in which what was kept is an operand. */
  private Map<Integer, Scalar> expressions(Visit visit, Map<Integer, Integer> keptIn) {
    Map<Integer, Scalar> made = new HashMap<>();
    keptIn.forEach((step, operand) -> {
      if (visit.loaded.contains(step)) {
        made.put(step, Scalar.operand(inputs + reductions + operand));
      }
    });
    for (int step : visit.computed) {
      ScalarGraph.Step what = graph.steps().get(step);
      List<Scalar> arguments = what.arguments().stream().map(made::get).toList();
      made.put(step, ScalarGraph.withArguments(what.scalar(), arguments));
    }
    return made;
  }

  /** The costly steps that several passes need, unless they are part of one that is kept. */
  private SortedSet<Integer> kept() {
    int[] passes = new int[graph.steps().size()];
    for (int pass = 0; pass <= last; pass++) {
      new Visit(pass, new TreeSet<>()).computed.forEach(step -> passes[step]++);
    }
    TreeSet<Integer> candidates = new TreeSet<>();
    for (int i = 0; i < passes.length; i++) {
      if (passes[i] > 1 && varies.get(i) && isCostly(graph.steps().get(i).scalar())) {
        candidates.add(i);
      }
    }
    TreeSet<Integer> loaded = new TreeSet<>();
    TreeSet<Integer> before = new TreeSet<>();
    for (int pass = 0; pass <= last; pass++) {
      Visit visit = new Visit(pass, before);
      loaded.addAll(visit.loaded);
      before.addAll(candidates.stream().filter(visit.computed::contains).toList());
    }
    return loaded;
  }

  private static boolean isCostly(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Unary unary ->
          switch (unary.function()) {
            case NEG, ABS, SQRT, FLOOR, CEIL, ROUND, TRUNC -> false;
            default -> true;
          };
      case Scalar.Binary binary -> !binary.function().isBasic();
      case Scalar.Operand _, Scalar.Attribute _, Scalar.Constant _ -> false;
      case Scalar.IfLess _, Scalar.IfEqual _ -> false;
    };
  }

  private List<Operand> operands(SortedSet<Integer> kept) {
    List<Operand> operands = new ArrayList<>();
    int full = 0;
    for (int i : wanted) {
      Result output = plan.outputs().get(i);
      operands.add(new Operand.Output(i, output.target(), output.stored()));
      full += output.target() == Target.FULL ? 1 : 0;
    }
    for (int i = full; i < kept.size(); i++) {
      operands.add(new Operand.Buffer());
    }
    operands.add(new Operand.Lanes());
    TreeSet<Integer> read = new TreeSet<>();
    for (int pass = 0; pass <= last; pass++) {
      for (int step : new Visit(pass, new TreeSet<>()).computed) {
        if (graph.steps().get(step).scalar() instanceof Scalar.Operand(int index)
            && index < inputs) {
          read.add(index);
        }
      }
    }
    read.forEach(i -> operands.add(new Operand.Input(i, plan.inputs().get(i).place())));
    return operands;
  }

  /** The operand of each kept step: the outputs of full size first, then the buffers. */
  private static Map<Integer, Integer> keptIn(SortedSet<Integer> kept, List<Operand> operands) {
    Map<Integer, Integer> places = new TreeMap<>();
    int operand = 0;
    for (int step : kept) {
      while (!keeps(operands.get(operand))) {
        operand++;
      }
      places.put(step, operand++);
    }
    return places;
  }

  private static boolean keeps(Operand operand) {
    return switch (operand) {
      case Operand.Output output -> output.target() == Target.FULL;
      case Operand.Buffer _ -> true;
      case Operand.Input _, Operand.Lanes _ -> false;
    };
  }

  /** What a pass computes, and what it loads because an earlier one kept it. */
  private final class Visit {
    private final TreeSet<Integer> computed = new TreeSet<>();
    private final TreeSet<Integer> loaded = new TreeSet<>();

    Visit(int pass, SortedSet<Integer> keptBefore) {
      boolean[] seen = new boolean[graph.steps().size()];
      levels.roots(pass).forEach(root -> seen[root] = true);
      for (int i = seen.length - 1; i >= 0; i--) {
        if (seen[i] && keptBefore.contains(i)) {
          loaded.add(i);
        } else if (seen[i]) {
          computed.add(i);
          graph.steps().get(i).arguments().forEach(argument -> seen[argument] = true);
        }
      }
    }
  }
}
