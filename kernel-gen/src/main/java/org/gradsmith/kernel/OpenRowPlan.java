/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;

/**
 * One kernel over rows, before it is known how its tensors lie: reductions along a dimension that
 * is given at the call, with what makes their terms and what reads them. Example, the softmax of
 * scores to which a mask is added:
 *
 * <pre>{@code
 * inputs      scores: broadcast, mask: broadcast
 * reductions  max = MAX(scores + mask), sum = SUM(exp(scores + mask - max))
 * outputs     y: full = exp(scores + mask - max) * (1 / sum)
 * }</pre>
 *
 * <p>Expressions are those of a {@link RowPlan}, without attributes.
 *
 * @param name names the kernel in its companion: an ASCII identifier
 * @param inputs what it reads
 * @param reductions what it computes of each row; a term may read those before its own
 * @param outputs what it writes; a caller may leave out those it does not want
 */
public record OpenRowPlan(
    String name, List<Input> inputs, List<Reduction> reductions, List<Output> outputs)
    implements FusedPlan {

  /**
   * A tensor that the kernel reads.
   *
   * @param optional whether it may be absent; only a column input can be
   * @param absent the value that it counts as then
   */
  public record Input(String name, InputKind kind, boolean optional, double absent) {
    public Input {
      Identifiers.require("input", name);
      if (optional && kind != InputKind.COLUMN) {
        throw new IllegalArgumentException(
            "input '%s' is optional and %s, but only a column input can be optional"
                .formatted(name, kind));
      }
    }

    /** An input that is there. */
    public static Input of(String name, InputKind kind) {
      return new Input(name, kind, false, Double.NaN);
    }

    /** An input with an element per column, which may be absent. */
    public static Input optionalColumn(String name, double absent) {
      return new Input(name, InputKind.COLUMN, true, absent);
    }
  }

  /** How an input lies in the full tensor. */
  public enum InputKind {
    /** The full shape. */
    FULL("full", Place.FULL),
    /** Any shape; where no input is full, such inputs make the full shape by broadcasting. */
    BROADCAST("broadcast", Place.FULL),
    /** Any shape that broadcasts to the full one. */
    WITHIN("within", Place.FULL),
    /** A vector along the dimension of the rows: a weight. */
    COLUMN("column", Place.COLUMN),
    /** The full shape without the dimension of the rows, or what broadcasts to it. */
    ROW("row", Place.ROW),
    /** One element. */
    SCALAR("scalar", Place.SCALAR);

    private final String spelling;
    private final Place place;

    InputKind(String spelling, Place place) {
      this.spelling = spelling;
      this.place = place;
    }

    /** Where it lies if nothing is broadcast. */
    public Place place() {
      return place;
    }

    /** Whether it has elements at the places of the full tensor, be it by broadcasting. */
    public boolean isElementwise() {
      return place == Place.FULL;
    }

    /** The kind in the text form. */
    @Override
    public String toString() {
      return spelling;
    }
  }

  /**
   * A tensor that the kernel writes.
   *
   * @param expression its value at one element, or for one row; of a sum, the term that it adds
   */
  public record Output(String name, OutputKind kind, Scalar expression) {
    public Output {
      Identifiers.require("output", name);
    }
  }

  /** How an output lies in the full tensor. */
  public enum OutputKind {
    /**
     * An element for each of the full tensor, or of the shape to which what it reads broadcasts.
     */
    FULL("full", Target.FULL),
    /** The full shape without the dimension of the rows. */
    ROW("row", Target.ROW),
    /** The full shape, with size 1 along the dimension of the rows. */
    ROW_KEPT("rowKept", Target.ROW),
    /** A vector along the dimension of the rows: the sum over all rows. */
    COLUMN_SUM("columnSum", Target.COLUMN_SUM),
    /** The sum over what a shape, which is given at the call, lacks or has with size 1. */
    SUM_TO("sumTo", Target.FULL),
    /** A number: the sum over all rows of what each row has an element of. */
    SUM("sum", Target.ROW),
    /** A number: the mean over all rows of what each row has an element of. */
    MEAN("mean", Target.ROW);

    private final String spelling;
    private final Target target;

    OutputKind(String spelling, Target target) {
      this.spelling = spelling;
      this.target = target;
    }

    /** What a pass over rows writes of it. */
    public Target target() {
      return target;
    }

    /** Whether it is a number, which what a pass writes is reduced to. */
    public boolean isTotal() {
      return this == SUM || this == MEAN;
    }

    /** The kind in the text form. */
    @Override
    public String toString() {
      return spelling;
    }
  }

  public OpenRowPlan {
    inputs = List.copyOf(inputs);
    reductions = List.copyOf(reductions);
    outputs = List.copyOf(outputs);
    whole(name, inputs, reductions, outputs); // checks names and what expressions read
    for (Scalar expression : expressions(reductions, outputs)) {
      for (ScalarGraph.Step step : ScalarGraph.of(List.of(expression)).steps()) {
        if (step.scalar() instanceof Scalar.Attribute(int index)) {
          throw new IllegalArgumentException(
              "kernel '%s' reads attribute %d, but a kernel has inputs only"
                  .formatted(name, index));
        }
      }
    }
  }

  @Override
  public OpenRowPlan named(String other) {
    return new OpenRowPlan(other, inputs, reductions, outputs);
  }

  /** The kernel for a call in which nothing is broadcast and all outputs are wanted. */
  public RowPlan whole() {
    return whole(name, inputs, reductions, outputs);
  }

  private static RowPlan whole(
      String name, List<Input> inputs, List<Reduction> reductions, List<Output> outputs) {
    return new RowPlan(
        name,
        inputs.stream()
            .map(i -> new RowPlan.Input(i.name(), i.kind().place(), i.optional(), i.absent()))
            .toList(),
        reductions,
        outputs.stream()
            .map(o -> new Result(o.name(), o.kind().target(), o.expression()))
            .toList());
  }

  private static List<Scalar> expressions(List<Reduction> reductions, List<Output> outputs) {
    return Stream.concat(
            reductions.stream().map(Reduction::term), outputs.stream().map(Output::expression))
        .toList();
  }

  /** The terms, then the expressions of the outputs; equal parts shared. */
  public ScalarGraph graph() {
    return ScalarGraph.of(expressions(reductions, outputs));
  }

  @Override
  public SortedSet<Integer> reads(int output) {
    return operands(List.of(output)).headSet(inputs.size());
  }

  /**
   * Whether an output needs a pass over rows: it has an element per row or column, or depends on
   * reductions, or on inputs by row. Others are pointwise, over the shape to which what they read
   * broadcasts.
   */
  public boolean isOverRows(int output) {
    return switch (outputs.get(output).kind()) {
      case ROW, ROW_KEPT, COLUMN_SUM, SUM, MEAN -> true;
      case FULL, SUM_TO ->
          operands(List.of(output)).stream()
              .anyMatch(i -> i >= inputs.size() || !inputs.get(i).kind().isElementwise());
    };
  }

  /** Whether an output reads a reduction, be it through others. */
  public boolean readsReduction(int output, int reduction) {
    return operands(List.of(output)).contains(inputs.size() + reduction);
  }

  /** The inputs and reductions that some outputs read, be it through reductions. */
  private TreeSet<Integer> operands(List<Integer> of) {
    TreeSet<Integer> read =
        new TreeSet<>(
            ScalarGraph.of(of.stream().map(o -> outputs.get(o).expression()).toList()).operands());
    for (int k = reductions.size() - 1; k >= 0; k--) {
      if (read.contains(inputs.size() + k)) {
        read.addAll(ScalarGraph.of(List.of(reductions.get(k).term())).operands());
      }
    }
    return read;
  }

  /** The inputs that are compared, and take part in no other arithmetic. */
  public BitSet compared() {
    BitSet compared = ComparedInputs.in(expressions(reductions, outputs));
    compared.clear(inputs.size(), inputs.size() + reductions.size());
    return compared;
  }

  /**
   * The kernel of a call.
   *
   * @param places the inputs that the outputs read, and where they lie in the call
   * @param made the outputs that the call makes so, and what it makes of them: of a sum to a shape,
   *     the terms, or their sum for each row or column
   */
  public RowPlan part(SortedMap<Integer, Place> places, SortedMap<Integer, Target> made) {
    List<Integer> wanted = List.copyOf(made.keySet());
    Map<Integer, Integer> kept = new HashMap<>();
    List<RowPlan.Input> partInputs = new ArrayList<>();
    places.forEach((index, place) -> {
      Input input = inputs.get(index);
      boolean optional = input.optional() && place == Place.COLUMN;
      kept.put(index, partInputs.size());
      partInputs.add(new RowPlan.Input(input.name(), place, optional, input.absent()));
    });
    List<Reduction> partReductions = new ArrayList<>();
    for (int operand : operands(wanted).tailSet(inputs.size())) {
      kept.put(operand, partInputs.size() + partReductions.size());
      partReductions.add(reductions.get(operand - inputs.size()));
    }
    List<Scalar> expressions =
        ScalarGraph.renumbered(
            expressions(partReductions, wanted.stream().map(outputs::get).toList()),
            index -> kept.getOrDefault(index, -1));
    List<Reduction> terms = new ArrayList<>();
    for (Reduction reduction : partReductions) {
      terms.add(new Reduction(reduction.name(), reduction.fold(), expressions.get(terms.size())));
    }
    List<Result> results = new ArrayList<>();
    for (int output : wanted) {
      Scalar expression = expressions.get(partReductions.size() + results.size());
      String of = outputs.get(output).name();
      Target target = Objects.requireNonNull(made.get(output));
      if (target == Target.ROW && outputs.get(output).kind() == OutputKind.SUM_TO) {
        terms.add(new Reduction("rowsOf_" + of, Fold.SUM, expression));
        expression = Scalar.operand(partInputs.size() + terms.size() - 1);
      }
      results.add(new Result(of, target, expression));
    }
    return new RowPlan(name, partInputs, terms, results);
  }

  /**
   * The pointwise kernel of outputs that need no pass over rows.
   *
   * @param wanted such outputs
   * @return a kernel over the inputs that {@link #reads} names for them, in order
   */
  public KernelPlan pointwise(List<Integer> wanted) {
    List<Integer> kept = List.copyOf(operands(wanted));
    List<Scalar> expressions =
        ScalarGraph.renumbered(
            wanted.stream().map(o -> outputs.get(o).expression()).toList(), kept::indexOf);
    List<KernelPlan.Output> made = new ArrayList<>();
    for (int index : wanted) {
      Output output = outputs.get(index);
      Scalar expression = expressions.get(made.size());
      made.add(
          output.kind() == OutputKind.SUM_TO
              ? KernelPlan.Output.sumTo(output.name(), expression)
              : KernelPlan.Output.full(output.name(), expression));
    }
    return new KernelPlan(
        name,
        kept.stream().map(i -> KernelPlan.Input.broadcast(inputs.get(i).name())).toList(),
        made);
  }
}
