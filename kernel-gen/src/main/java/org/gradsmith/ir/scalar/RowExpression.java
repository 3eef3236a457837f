/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.scalar;

import java.util.List;

/**
 * What an op computes of a row, the elements along one dimension: reductions of the row, and
 * results that read them. This is what makes an op a row op: executors and kernel writers read it,
 * so such an op needs no kernel of its own.
 *
 * <p>{@code Scalar.Operand(i)} is operand {@code i} at the element's place; behind the operands it
 * is a reduction of the element's row, {@code Scalar.Operand(operands.size() + k)} reduction {@code
 * k}. A term may read the reductions before its own. {@code Scalar.Attribute} is an attribute.
 *
 * @param operands where the operands lie
 * @param reductions in the order in which they may read one another
 * @param results what is computed
 */
public record RowExpression(
    List<Operand> operands, List<Reduction> reductions, List<Result> results) {

  /** What a tensor that is read has an element for. */
  public enum Place {
    /** For each element of all rows. */
    FULL,
    /** For each column, the same in all rows: a weight. */
    COLUMN,
    /** For each row: a saved mean. */
    ROW,
    /** For all elements. */
    SCALAR;

    /** Whether a row has different elements of it. */
    public boolean hasColumns() {
      return this == FULL || this == COLUMN;
    }
  }

  /**
   * How the terms of a row become one number. Of no terms it is 0, NaN, -Infinity, Infinity or 0.
   */
  public enum Fold {
    SUM,
    MEAN,
    /** NaN where a term is; of zeros of both signs, either. */
    MAX,
    /** NaN where a term is; of zeros of both signs, either. */
    MIN,
    /** The column of the first term that is not 0, as NaN is; without one, how many columns. */
    FIRST
  }

  /** What a tensor that is written has an element for. */
  public enum Target {
    /** For each element of all rows. */
    FULL,
    /** For each row; the expression reads nothing but reductions, rows and scalars. */
    ROW,
    /** For each column: the sum of the expression over all rows. */
    COLUMN_SUM
  }

  /** What the elements of a tensor that is written are stored as. */
  public enum Stored {
    /** In the dtype that is computed in. */
    COMPUTED,
    /** As int64: a reduction's number, which is not rounded to the dtype that is computed in. */
    INT64,
    /** As bool: whether it is not 0, as NaN is. */
    BOOL
  }

  /**
   * A tensor that is read.
   *
   * @param absent the value that an optional one counts as where it is absent
   */
  public record Operand(Place place, double absent) {
    /** An operand that is there. */
    public static Operand of(Place place) {
      return new Operand(place, Double.NaN);
    }
  }

  /** One number per row. */
  public record Reduction(String name, Fold fold, Scalar term) {}

  /**
   * A tensor that is written.
   *
   * @param stored anything but {@link Stored#COMPUTED} only where there is an element per row
   */
  public record Result(String name, Target target, Stored stored, Scalar expression) {
    /** A tensor of the dtype that is computed in. */
    public Result(String name, Target target, Scalar expression) {
      this(name, target, Stored.COMPUTED, expression);
    }
  }

  public RowExpression {
    operands = List.copyOf(operands);
    reductions = List.copyOf(reductions);
    results = List.copyOf(results);
  }
}
