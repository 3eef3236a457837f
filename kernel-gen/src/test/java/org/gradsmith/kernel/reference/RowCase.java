/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.jspecify.annotations.Nullable;

/**
 * A row plan on a tensor of (rows, columns), computed row after row in double.
 *
 * @param numbers what attributes are
 */
public record RowCase(RowPlan plan, int rows, int columns, List<Double> numbers) {
  /** What numbers are in tests: layer normalisation's eps, the variance's correction. */
  public static final List<Double> NUMBERS = List.of(1e-5, 1.0);

  private static final Scalar NO = Scalar.constant(0);
  private static final Scalar YES = Scalar.constant(1);

  /** Every kind of input, fold and output, and a costly term that no output of full size keeps. */
  public static final RowPlan ALL_KINDS =
      new RowPlan(
          "allKinds",
          List.of(
              Input.of("x", Place.FULL),
              Input.of("scale", Place.ROW),
              Input.optionalColumn("w", 2),
              Input.of("s", Place.SCALAR)),
          List.of(
              new Reduction("least", Fold.MIN, mul(operand(0), operand(3))),
              new Reduction("most", Fold.MAX, add(operand(0), operand(2))),
              new Reduction(
                  "powers", Fold.SUM, unary(UnaryFunction.EXP, sub(operand(0), operand(5)))),
              new Reduction("unread", Fold.SUM, unary(UnaryFunction.LGAMMA, operand(0))),
              new Reduction("first", Fold.FIRST, Scalar.ifLess(operand(0), operand(1), NO, YES))),
          List.of(
              new Result("low", Target.ROW, add(operand(4), operand(1))),
              new Result(
                  "share",
                  Target.COLUMN_SUM,
                  Scalar.div(unary(UnaryFunction.EXP, sub(operand(0), operand(5))), operand(6))),
              new Result("constant", Target.COLUMN_SUM, operand(1)),
              new Result("place", Target.ROW, Stored.INT64, operand(8)),
              new Result(
                  "late",
                  Target.ROW,
                  Stored.BOOL,
                  Scalar.ifLess(operand(8), Scalar.constant(3), NO, YES))));

  /** Softmax and the logarithm of its sum, of terms that are computed first. */
  public static final RowPlan COMPUTED_TERMS = computedTerms();

  /** What is the same in a row is read as bits, which are no number of the dtype. */
  public static final RowPlan SIGNED =
      new RowPlan(
          "signed",
          List.of(Input.of("x", Place.FULL), Input.of("sign", Place.ROW)),
          List.of(
              new Reduction(
                  "sum", Fold.SUM, Scalar.binary(BinaryFunction.COPYSIGN, operand(0), operand(1)))),
          List.of(
              new Result(
                  "y", Target.FULL, Scalar.binary(BinaryFunction.COPYSIGN, operand(0), operand(1))),
              new Result("z", Target.ROW, operand(2))));

  private static RowPlan computedTerms() {
    Scalar halved =
        Scalar.ifLess(
            operand(1), Scalar.constant(0), mul(operand(0), Scalar.constant(0.5)), operand(0));
    Scalar power = unary(UnaryFunction.EXP, sub(halved, operand(2)));
    return new RowPlan(
        "computedTerms",
        List.of(Input.of("x", Place.FULL), Input.optionalColumn("mask", -1)),
        List.of(new Reduction("most", Fold.MAX, halved), new Reduction("powers", Fold.SUM, power)),
        List.of(
            new Result("y", Target.FULL, Scalar.div(power, operand(3))),
            new Result(
                "logarithm", Target.ROW, add(operand(2), unary(UnaryFunction.LOG, operand(3))))));
  }

  /** The plans of all row ops of the table, and those of this class. */
  public static List<RowPlan> plans() {
    return Stream.concat(
            OpTable.all().stream().filter(op -> op.rows().isPresent()).map(RowPlan::of),
            Stream.of(ALL_KINDS, COMPUTED_TERMS, SIGNED))
        .toList();
  }

  /** The plans of the table that find elements, or count them: places and counts are exact. */
  public static List<RowPlan> searches() {
    return Stream.of(
            Extremes.EXTREME,
            Reductions.ARGMAX,
            Reductions.ARGMIN,
            Extremes.ALL,
            Extremes.ANY,
            Extremes.COUNT_NONZERO,
            Extremes.EQUAL_SHARES)
        .map(RowPlan::of)
        .toList();
  }

  /** How many elements a tensor at a place has. */
  public int count(Place place) {
    return switch (place) {
      case FULL -> rows * columns;
      case COLUMN -> columns;
      case ROW -> rows;
      case SCALAR -> 1;
    };
  }

  /** How many elements a result has. */
  public int count(Target target) {
    return switch (target) {
      case FULL -> rows * columns;
      case ROW -> rows;
      case COLUMN_SUM -> columns;
    };
  }

  /**
   * All outputs.
   *
   * @param inputs one array per input, null where an optional one is absent
   */
  public List<double[]> outputs(List<double @Nullable []> inputs) {
    List<double[]> outputs = new ArrayList<>();
    for (Result output : plan.outputs()) {
      outputs.add(new double[count(output.target())]);
    }
    for (int row = 0; row < rows; row++) {
      List<Double> reductions = new ArrayList<>();
      for (Reduction reduction : plan.reductions()) {
        reductions.add(reduced(reduction, inputs, row, reductions));
      }
      for (int i = 0; i < outputs.size(); i++) {
        write(plan.outputs().get(i), outputs.get(i), inputs, row, reductions);
      }
    }
    return outputs;
  }

  private void write(
      Result output,
      double[] into,
      List<double @Nullable []> inputs,
      int row,
      List<Double> reductions) {
    if (output.target() == Target.ROW) {
      double value = value(output.expression(), inputs, row, 0, reductions);
      into[row] = output.stored() == Stored.BOOL ? value == 0 ? 0 : 1 : value;
      return;
    }
    for (int column = 0; column < columns; column++) {
      double value = value(output.expression(), inputs, row, column, reductions);
      if (output.target() == Target.FULL) {
        into[row * columns + column] = value;
      } else {
        into[column] += value;
      }
    }
  }

  private double reduced(
      Reduction reduction, List<double @Nullable []> inputs, int row, List<Double> before) {
    double found =
        switch (reduction.fold()) {
          case SUM, MEAN -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case FIRST -> columns;
        };
    double lost = 0;
    for (int column = 0; column < columns; column++) {
      double term = value(reduction.term(), inputs, row, column, before);
      lost += rounding(found, term);
      found =
          switch (reduction.fold()) {
            case SUM, MEAN -> found + term;
            case MAX -> Math.max(found, term);
            case MIN -> Math.min(found, term);
            case FIRST -> found == columns && term != 0 ? column : found;
          };
    }
    return switch (reduction.fold()) {
      case SUM -> found + lost;
      case MEAN -> (found + lost) / columns;
      case MAX, MIN, FIRST -> found;
    };
  }

  /** What rounding loses of a sum (Knuth's TwoSum); nothing where there is no number to lose of. */
  private static double rounding(double a, double b) {
    double sum = a + b;
    if (!Double.isFinite(sum)) {
      return 0;
    }
    double added = sum - a;
    return (a - (sum - added)) + (b - added);
  }

  private double value(
      Scalar scalar,
      List<double @Nullable []> inputs,
      int row,
      int column,
      List<Double> reductions) {
    List<Number> operands = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      double[] input = inputs.get(i);
      int place =
          switch (plan.inputs().get(i).place()) {
            case FULL -> row * columns + column;
            case COLUMN -> column;
            case ROW -> row;
            case SCALAR -> 0;
          };
      operands.add(
          input == null ? plan.inputs().get(i).absent() : input.length == 0 ? 0 : input[place]);
    }
    operands.addAll(reductions);
    return new ScalarInterpreter(DType.FLOAT64, operands, numbers, false)
        .evaluate(scalar)
        .doubleValue();
  }
}
