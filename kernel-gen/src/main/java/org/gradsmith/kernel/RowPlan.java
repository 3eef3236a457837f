/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;

/**
 * One kernel over (rows, columns): reductions of each row, fused with what produces their terms and
 * with what reads them, before dtype, device and sizes are known.
 *
 * <p>Expressions are those of a {@link RowExpression}: {@code Scalar.Operand(i)} is input {@code i}
 * at the element's place, {@code Scalar.Operand(inputs.size() + k)} reduction {@code k} of the
 * element's row, and {@code Scalar.Attribute(i)} a number given at the call. Example, the softmax
 * of each row:
 *
 * <pre>{@code
 * inputs      x: full
 * reductions  max = MAX(x), sum = SUM(exp(x - max))
 * outputs     y: full = exp(x - max) * (1 / sum)
 * }</pre>
 *
 * @param name names the kernel: an ASCII identifier
 * @param inputs what it reads
 * @param reductions what it computes of each row; a term may read those before its own
 * @param outputs what it writes; a caller may leave out those it does not want
 */
public record RowPlan(
    String name, List<Input> inputs, List<Reduction> reductions, List<Result> outputs) {

  /**
   * A tensor that the kernel reads.
   *
   * @param optional whether it may be absent; only a column input can be
   * @param absent the value that it counts as then
   */
  public record Input(String name, Place place, boolean optional, double absent) {
    public Input {
      Identifiers.require("input", name);
      if (optional && place != Place.COLUMN) {
        throw new IllegalArgumentException(
            "input '%s' is optional and of place %s, but only an input of place COLUMN can be optional"
                .formatted(name, place));
      }
    }

    /** An input that is there. */
    public static Input of(String name, Place place) {
      return new Input(name, place, false, Double.NaN);
    }

    /** An input with an element per column, which may be absent. */
    public static Input optionalColumn(String name, double absent) {
      return new Input(name, Place.COLUMN, true, absent);
    }
  }

  public RowPlan {
    Identifiers.require("kernel", name);
    inputs = List.copyOf(inputs);
    reductions = List.copyOf(reductions);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("kernel '%s' has no output".formatted(name));
    }
    Set<String> names = new HashSet<>();
    for (Input input : inputs) {
      requireNew(name, names, input.name());
    }
    for (int k = 0; k < reductions.size(); k++) {
      Reduction reduction = reductions.get(k);
      Identifiers.require("reduction", reduction.name());
      requireNew(name, names, reduction.name());
      String what = "the term of reduction '" + reduction.name() + "'";
      requireReadable(name, what, inputs.size(), k, reduction.term());
    }
    for (Result output : outputs) {
      Identifiers.require("output", output.name());
      requireNew(name, names, output.name());
      String what = "output '" + output.name() + "'";
      requireReadable(name, what, inputs.size(), reductions.size(), output.expression());
      if (output.target() == Target.ROW) {
        requireRow(name, output, inputs);
      }
      requireStorable(name, output, inputs.size());
    }
  }

  /** The kernel of a row op of the table. */
  public static RowPlan of(Op op) {
    RowExpression rows =
        op.rows().orElseThrow(() -> new IllegalArgumentException(op + " is no row op"));
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < rows.operands().size(); i++) {
      RowExpression.Operand operand = rows.operands().get(i);
      inputs.add(
          new Input(
              op.operand(i).name(), operand.place(), op.operand(i).optional(), operand.absent()));
    }
    return new RowPlan(op.name(), inputs, rows.reductions(), rows.results());
  }

  /**
   * The dtype that an output is stored in.
   *
   * @param computed the dtype that is computed in
   */
  public static DType dtype(Stored stored, DType computed) {
    return switch (stored) {
      case COMPUTED -> computed;
      case INT64 -> DType.INT64;
      case BOOL -> DType.BOOL;
    };
  }

  /** Whether an output is the number of a reduction without any rounding. */
  public boolean storesExactly(int reduction) {
    Scalar number = Scalar.operand(inputs.size() + reduction);
    return outputs.stream()
        .anyMatch(o -> o.stored() == Stored.INT64 && o.expression().equals(number));
  }

  /** The terms, then the expressions of the outputs; equal parts shared. */
  public ScalarGraph graph() {
    return ScalarGraph.of(
        Stream.concat(
                reductions.stream().map(Reduction::term), outputs.stream().map(Result::expression))
            .toList());
  }

  private static void requireReadable(
      String kernel, String what, int inputs, int reductions, Scalar expression) {
    for (ScalarGraph.Step step : ScalarGraph.of(List.of(expression)).steps()) {
      if (step.scalar() instanceof Scalar.Attribute(int index) && index < 0) {
        throw new IllegalArgumentException(
            "kernel '%s': %s reads number %d, but numbers count from 0"
                .formatted(kernel, what, index));
      }
      if (step.scalar() instanceof Scalar.Operand(int index)
          && (index < 0 || index >= inputs + reductions)) {
        throw new IllegalArgumentException(
            "kernel '%s': %s reads operand %d, but here there are the inputs %s and %s"
                .formatted(
                    kernel,
                    what,
                    index,
                    range(0, inputs),
                    reductions == 0
                        ? "no reduction yet"
                        : "the reductions " + range(inputs, inputs + reductions)));
      }
    }
  }

  private static String range(int from, int to) {
    return from == to ? "(none)" : from + " to " + (to - 1);
  }

  private static void requireRow(String kernel, Result output, List<Input> inputs) {
    for (ScalarGraph.Step step : ScalarGraph.of(List.of(output.expression())).steps()) {
      if (step.scalar() instanceof Scalar.Operand(int index) && index < inputs.size()) {
        Input input = inputs.get(index);
        if (input.place().hasColumns()) {
          throw new IllegalArgumentException(
              "kernel '%s': output '%s' has one element per row, but reads '%s', which has many; reduce it, or make the output FULL"
                  .formatted(kernel, output.name(), input.name()));
        }
      }
    }
  }

  private static void requireStorable(String kernel, Result output, int inputs) {
    if (output.stored() != Stored.COMPUTED && output.target() != Target.ROW) {
      throw new IllegalArgumentException(
          "kernel '%s': output '%s' is %s and stored as %s, but only one of target ROW can be"
              .formatted(kernel, output.name(), output.target(), output.stored()));
    }
    boolean isReduction =
        output.expression() instanceof Scalar.Operand(int index) && index >= inputs;
    if (output.stored() == Stored.INT64 && !isReduction) {
      throw new IllegalArgumentException(
          "kernel '%s': output '%s' is stored as INT64, but is no reduction, whose number is exact"
              .formatted(kernel, output.name()));
    }
  }

  private static void requireNew(String kernel, Set<String> names, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "kernel '%s' has two parameters named '%s'".formatted(kernel, name));
    }
  }
}
