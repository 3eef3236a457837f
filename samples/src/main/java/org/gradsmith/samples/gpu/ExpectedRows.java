/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.ScalarGraph;

/**
 * What a row kernel without numbers may write in a case, element by element, computed from the plan
 * alone: wherever terms are added in some order, in any.
 */
final class ExpectedRows {
  /** Columns that are added up in the dtype, in at least so many lanes; behind them, in double. */
  private static final long COLUMNS = 4096;

  private static final long LANES = 8;

  /** Terms that a thread adds in the dtype, and those over rows. */
  private static final long TERMS = 16;

  private static final long ROWS = 128;

  /** Threads of a block: a thread that sums online scales its sum with each larger term. */
  private static final long THREADS = 256;

  private final RowCase run;
  private final RoundedArithmetic arithmetic;
  private final List<ScalarGraph> terms;
  private final ScalarGraph results;

  /** The values of the outputs, each in its order. */
  private final List<Range[]> values;

  ExpectedRows(RowCase run) {
    this.run = run;
    this.arithmetic = new RoundedArithmetic(run.types().dtype());
    RowPlan plan = run.plan();
    this.terms =
        plan.reductions().stream()
            .map(reduction -> ScalarGraph.of(List.of(reduction.term())))
            .toList();
    this.results = ScalarGraph.of(plan.outputs().stream().map(Result::expression).toList());
    this.values = values();
  }

  /** What the elements of an output may be. */
  Range[] of(int output) {
    return values.get(output);
  }

  /** Compares what a GPU and the CPU gave with what they may have given. */
  static void compare(RowCase run, List<StridedArray> gpu, List<StridedArray> cpu, Tally tally) {
    WithinRanges ranges = new WithinRanges(run, tally);
    ExpectedRows expected = new ExpectedRows(run);
    for (int output = 0; output < gpu.size(); output++) {
      Range[] right = expected.of(output);
      long[] places = LongStream.range(0, right.length).toArray();
      String name = run.plan().outputs().get(output).name();
      ranges.compare(name, places, right, gpu.get(output), cpu.get(output));
    }
    ranges.finish();
  }

  private List<Range[]> values() {
    // By row, then by output: its elements there, or what it adds to each column.
    List<List<Range[]>> rows =
        LongStream.range(0, run.rows()).parallel().mapToObj(this::ofRow).toList();
    List<Range[]> all = new ArrayList<>();
    for (int i = 0; i < run.plan().outputs().size(); i++) {
      int output = i;
      boolean sums = run.plan().outputs().get(i).target() == Target.COLUMN_SUM;
      all.add(
          sums
              ? columnSums(rows.stream().map(row -> row.get(output)).toList())
              : rows.stream().flatMap(row -> Arrays.stream(row.get(output))).toArray(Range[]::new));
    }
    return all;
  }

  private Range[] columnSums(List<Range[]> rows) {
    Range[] sums = new Range[Math.toIntExact(run.columns())];
    for (int column = 0; column < sums.length; column++) {
      RangeSum sum = new RangeSum(run.types().dtype());
      for (Range[] row : rows) {
        sum.add(row[column]);
      }
      sums[column] = sum.total((double) Math.min(rows.size(), ROWS));
    }
    return sums;
  }

  private List<Range[]> ofRow(long row) {
    List<Range> reductions = new ArrayList<>();
    for (int k = 0; k < terms.size(); k++) {
      ScalarGraph term = terms.get(k);
      Reduction reduction = run.plan().reductions().get(k);
      reductions.add(
          folded(
              reduction.fold(),
              LongStream.range(0, run.columns())
                  .mapToObj(column -> roots(term, row, column, reductions).getFirst())));
    }
    List<Range[]> outputs = new ArrayList<>();
    for (Result output : run.plan().outputs()) {
      long columns = output.target() == Target.ROW ? 1 : run.columns();
      outputs.add(new Range[Math.toIntExact(columns)]);
    }
    for (int column = 0; column < run.columns(); column++) {
      List<Range> roots = roots(results, row, column, reductions);
      for (int i = 0; i < outputs.size(); i++) {
        if (column < outputs.get(i).length) {
          outputs.get(i)[column] = roots.get(i);
        }
      }
    }
    return outputs;
  }

  private List<Range> roots(ScalarGraph graph, long row, long column, List<Range> reductions) {
    List<Range> steps = new ArrayList<>();
    for (ScalarGraph.Step step : graph.steps()) {
      steps.add(
          step.scalar() instanceof Scalar.Operand(int index)
              ? operand(index, row, column, reductions)
              : arithmetic.apply(
                  step.scalar(), step.arguments().stream().map(steps::get).toList()));
    }
    return graph.roots().stream().map(steps::get).toList();
  }

  private Range operand(int index, long row, long column, List<Range> reductions) {
    int inputs = run.plan().inputs().size();
    if (index >= inputs) {
      return reductions.get(index - inputs);
    }
    RowPlan.Input input = run.plan().inputs().get(index);
    StridedArray array = run.inputs().get(index);
    if (array == null) {
      return arithmetic.constant(input.absent());
    }
    long at =
        switch (input.place()) {
          case FULL -> row * run.columns() + column;
          case COLUMN -> column;
          case ROW -> row;
          case SCALAR -> 0;
        };
    return Range.exactly(KernelCase.get(array, at));
  }

  private Range folded(Fold fold, Stream<Range> columns) {
    return switch (fold) {
      case SUM -> sum(columns).total(roundings());
      case MEAN -> sum(columns).over((double) run.columns(), roundings());
      case MAX -> largest(columns.toList());
      case MIN -> negated(largest(columns.map(ExpectedRows::negated).toList()));
      case FIRST -> first(columns.toList());
    };
  }

  private RangeSum sum(Stream<Range> columns) {
    RangeSum sum = new RangeSum(run.types().dtype());
    columns.forEachOrdered(sum::add);
    return sum;
  }

  /**
   * The units of the dtype that terms of a row miss: each goes through some additions, and where it
   * is summed online is multiplied by powers, whose arguments are rounded too.
   */
  private double roundings() {
    long columns = run.columns();
    long additions = Math.min(columns, TERMS + Math.min(columns, COLUMNS) / LANES);
    long scalings = Math.ceilDiv(columns, THREADS);
    return additions + scalings * (arithmetic.units() + 2);
  }

  /** The largest of some values; no number if one is none. */
  private static Range largest(List<Range> values) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Range value : values) {
      if (value.isNotANumber()) {
        return Range.NOT_A_NUMBER;
      }
      low = Math.max(low, value.low());
      high = Math.max(high, value.high());
    }
    if (values.stream().anyMatch(Range::undecided)) {
      return Range.ANYTHING;
    }
    // Which of two zeros is the larger one depends on the order.
    return Range.between(low == 0 ? -0.0 : low, high == 0 ? 0.0 : high);
  }

  private static Range negated(Range range) {
    return range.isNumber() ? Range.between(-range.high(), -range.low()) : range;
  }

  /** The least column whose value is not 0; how many there are, if all are. */
  private static Range first(List<Range> values) {
    int low = 0;
    while (low < values.size() && isZero(values.get(low))) {
      low++;
    }
    int high = low;
    while (high < values.size() && mayBeZero(values.get(high))) {
      high++;
    }
    return Range.between(low, high);
  }

  private static boolean mayBeZero(Range range) {
    return range.undecided() || (range.low() <= 0 && range.high() >= 0);
  }

  private static boolean isZero(Range range) {
    return range.low() == 0 && range.high() == 0;
  }
}
