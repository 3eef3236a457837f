/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.lane.LaneGraph;

/**
 * A variant of a row plan as passes over each row: one for each level of reductions that read one
 * another, then one that writes the outputs. What is costly and needed in several passes is kept:
 * in the row of an output that is written only at the end, or in a buffer.
 *
 * @param dtype that is computed in, and of all operands but outputs that are stored in another one
 * @param inputs number of inputs of the plan
 * @param folds of the plan's reductions
 * @param operands the memory that the passes read and write
 * @param passes in order
 */
public record RowLowering(
    DType dtype, int inputs, List<Fold> folds, List<Operand> operands, List<Pass> passes) {

  /** Memory of a kernel. */
  public sealed interface Operand {
    /** Output {@code index} of the plan; of a sum over rows, the sums of one block of rows. */
    record Output(int index, Target target, Stored stored) implements Operand {}

    /** Input {@code index} of the plan. */
    record Input(int index, Place place) implements Operand {}

    /** A row of values that are kept. */
    record Buffer() implements Operand {}

    /** The lanes of one vector. */
    record Lanes() implements Operand {}

    /** Whether it has an element for each column. */
    default boolean hasColumns() {
      return switch (this) {
        case Output output -> output.target != Target.ROW;
        case Input input -> input.place.hasColumns();
        case Buffer _ -> true;
        case Lanes _ -> false;
      };
    }

    /** Whether it has elements of its own for each row. */
    default boolean hasRows() {
      return switch (this) {
        case Output output -> output.target != Target.COLUMN_SUM;
        case Input input -> input.place == Place.FULL || input.place == Place.ROW;
        case Buffer _, Lanes _ -> false;
      };
    }
  }

  /**
   * One pass: the steps of its expressions, which are, in this order, terms of reductions, elements
   * that are written, elements that are added to sums over rows, and what is written once for the
   * row. {@code Scalar.Operand(i)} is an input of the plan, behind the inputs a reduction, behind
   * these a value that an earlier pass kept in an operand.
   *
   * @param reductions the reductions of the plan that are computed here
   * @param stores operands that are written
   * @param sums operands that are added to
   * @param rowStores operands that are written once
   */
  public record Pass(
      LaneGraph graph,
      List<Integer> reductions,
      List<Integer> stores,
      List<Integer> sums,
      List<Integer> rowStores) {
    public Pass {
      reductions = List.copyOf(reductions);
      stores = List.copyOf(stores);
      sums = List.copyOf(sums);
      rowStores = List.copyOf(rowStores);
    }

    /** How many expressions have a value for each element. */
    int elementRoots() {
      return reductions.size() + stores.size() + sums.size();
    }
  }

  public RowLowering {
    folds = List.copyOf(folds);
    operands = List.copyOf(operands);
    passes = List.copyOf(passes);
  }

  /**
   * Lowers the outputs that the variant wants.
   *
   * @throws IllegalArgumentException if an input that is not optional is absent
   */
  public static RowLowering of(RowPlan plan, RowVariant variant) {
    return new RowPassPlanner(plan, variant).lower();
  }

  /** The place in {@link Pass#graph} of what is kept in an operand. */
  int kept(int operand) {
    return inputs + folds.size() + operand;
  }

  /** The dtype of an operand. */
  DType dtype(Operand operand) {
    return operand instanceof Operand.Output output ? RowPlan.dtype(output.stored(), dtype) : dtype;
  }

  /** The operand for the lanes of a vector. */
  int lanes() {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) instanceof Operand.Lanes) {
        return i;
      }
    }
    throw new IllegalStateException("no operand for lanes");
  }

  /** The operand of an input of the plan. */
  int operandOf(int input) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) instanceof Operand.Input known && known.index() == input) {
        return i;
      }
    }
    throw new IllegalStateException("input " + input + " is read, but is no operand");
  }
}
