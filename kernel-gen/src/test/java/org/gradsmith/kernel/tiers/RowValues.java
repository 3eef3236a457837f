/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.reference.RowCase;
import org.gradsmith.kernel.tiers.SweepRun.Tensor;
import org.jspecify.annotations.Nullable;

/** What row plans compute of tensors of three dimensions, in double. */
final class RowValues {
  private final Shape full;
  private final int dim;

  /** The element of the full tensor that stands in each place, row after row. */
  private final int[] order;

  /**
   * Rows of a tensor.
   *
   * @param full its shape
   * @param dim the dimension that they lie along
   */
  RowValues(Shape full, int dim) {
    this.full = full;
    this.dim = dim;
    this.order = new int[full.count()];
    int inner = 1;
    for (int d = dim + 1; d < 3; d++) {
      inner *= Math.toIntExact(full.size(d));
    }
    for (int i = 0; i < order.length; i++) {
      int row = i / columns();
      int outer = row / inner;
      order[i] = (outer * columns() + i % columns()) * inner + row % inner;
    }
  }

  int columns() {
    return Math.toIntExact(full.size(dim));
  }

  int rows() {
    return full.count() / columns();
  }

  /** The results of a plan, of the full shape, or of size 1 along all that they lack. */
  List<Tensor> outputs(RowPlan plan, List<Tensor> inputs, List<Double> numbers) {
    List<double @Nullable []> given = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.add(inRows(inputs.get(i), plan.inputs().get(i).place()));
    }
    RowCase rows = new RowCase(plan, rows(), columns(), numbers);
    List<double[]> made = rows.outputs(given);
    List<Tensor> tensors = new ArrayList<>();
    for (Result output : plan.outputs()) {
      double[] elements = made.get(tensors.size());
      tensors.add(
          switch (output.target()) {
            case FULL -> new Tensor(full, inPlace(elements));
            case ROW -> new Tensor(full.along(7 & ~(1 << dim)), elements);
            case COLUMN_SUM -> new Tensor(full.along(1 << dim), elements);
          });
    }
    return tensors;
  }

  private double[] inRows(Tensor tensor, Place place) {
    int count =
        switch (place) {
          case FULL -> full.count();
          case ROW -> rows();
          case COLUMN -> columns();
          case SCALAR -> 1;
        };
    int step = place == Place.ROW ? columns() : 1;
    double[] elements = new double[count];
    for (int i = 0; i < count; i++) {
      elements[i] = tensor.elements()[tensor.shape().at(full, order[i * step])];
    }
    return elements;
  }

  private double[] inPlace(double[] inRows) {
    double[] elements = new double[inRows.length];
    for (int i = 0; i < elements.length; i++) {
      elements[order[i]] = inRows[i];
    }
    return elements;
  }
}
