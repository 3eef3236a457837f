/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import org.gradsmith.backend.BadMatrixException;
import org.gradsmith.backend.StridedArray;

/** The matrices in the last two dimensions of a contiguous array, read and written in double. */
record MatrixStack(StridedArray array) {
  int rows() {
    return Math.toIntExact(array.shape()[array.rank() - 2]);
  }

  int columns() {
    return Math.toIntExact(array.shape()[array.rank() - 1]);
  }

  /** How many matrices there are. */
  long count() {
    long count = 1;
    for (int i = 0; i < array.rank() - 2; i++) {
      count *= array.shape()[i];
    }
    return count;
  }

  /** A matrix, row by row. */
  double[] load(long matrix) {
    int size = Math.multiplyExact(rows(), columns());
    double[] values = new double[size];
    Rows.load(array, array.offset() + matrix * size, 1, size, values);
    return values;
  }

  /** A matrix, row by row, for an algorithm that would not end on infinities and NaN. */
  double[] loadFinite(long matrix) {
    double[] values = load(matrix);
    requireFinite(values, matrix);
    return values;
  }

  /** Fails if an element that an algorithm is about to read is infinite or NaN. */
  void requireFinite(double[] values, long matrix) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new BadMatrixException(
            matrix,
            "has the element %s in row %d, column %d; only finite elements can be factored"
                .formatted(values[i], i / columns(), i % columns()));
      }
    }
  }

  void store(double[] values, long matrix) {
    store(array, values, matrix);
  }

  /** Writes part number {@code part} of an array that has as many elements for each matrix. */
  static void store(StridedArray array, double[] values, long part) {
    Rows.store(values, 0, values.length, array, array.offset() + part * values.length, 1);
  }
}
