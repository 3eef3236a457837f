/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.reference;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.ScalarGraph;

/**
 * What the outputs of a row plan may be where functions are those of another library and sums are
 * added in any order, in the dtype.
 *
 * @param rows the plan on a tensor, without numbers
 */
public record RowRanges(RowCase rows, DType dtype) {
  /**
   * The ranges of an output's elements.
   *
   * @param inputs one array per input
   */
  public List<Range> of(int output, List<double[]> inputs) {
    Result result = rows.plan().outputs().get(output);
    List<List<Range>> elements = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      List<Range> reductions = new ArrayList<>();
      for (Reduction reduction : rows.plan().reductions()) {
        List<Range> terms = new ArrayList<>();
        for (int column = 0; column < rows.columns(); column++) {
          terms.add(value(reduction.term(), inputs, row, column, reductions));
        }
        reductions.add(folded(reduction.fold(), terms));
      }
      List<Range> ofRow = new ArrayList<>();
      int columns = result.target() == Target.ROW ? 1 : rows.columns();
      for (int column = 0; column < columns; column++) {
        ofRow.add(value(result.expression(), inputs, row, column, reductions));
      }
      elements.add(ofRow);
    }
    if (result.target() != Target.COLUMN_SUM) {
      return elements.stream().flatMap(List::stream).toList();
    }
    List<Range> sums = new ArrayList<>();
    for (int column = 0; column < rows.columns(); column++) {
      int at = column;
      sums.add(Range.sumInDType(elements.stream().map(row -> row.get(at)).toList(), dtype));
    }
    return sums;
  }

  private Range folded(Fold fold, List<Range> terms) {
    return switch (fold) {
      case SUM -> Range.sumInDType(terms, dtype);
      case MEAN -> Range.sumInDType(terms, dtype).over(terms.size(), dtype);
      case MAX -> Range.largest(terms);
      case MIN -> Range.least(terms);
      case FIRST -> first(terms);
    };
  }

  /** From the first term that may not be 0 to the first that is not. */
  private static Range first(List<Range> terms) {
    int low = 0;
    while (low < terms.size() && terms.get(low).isPoint() && terms.get(low).value() == 0) {
      low++;
    }
    int high = low;
    while (high < terms.size() && terms.get(high).hasZero()) {
      high++;
    }
    return Range.of(low).or(Range.of(high));
  }

  private Range value(
      Scalar scalar, List<double[]> inputs, int row, int column, List<Range> reductions) {
    List<Range> operands = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      int place =
          switch (rows.plan().inputs().get(i).place()) {
            case FULL -> row * rows.columns() + column;
            case COLUMN -> column;
            case ROW -> row;
            case SCALAR -> 0;
          };
      operands.add(Range.of(inputs.get(i)[place]));
    }
    operands.addAll(reductions);
    return new RangeInterpreter(dtype)
        .ofRanges(ScalarGraph.of(List.of(scalar)), operands)
        .getFirst();
  }
}
