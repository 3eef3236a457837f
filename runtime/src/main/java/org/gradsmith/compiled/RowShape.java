/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import org.gradsmith.tensor.ShapeException;

/**
 * The full shape of a kernel over rows.
 *
 * @param full the shape
 * @param along the dimension that rows lie along, from the front
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and seen by RowLayout alone
record RowShape(long[] full, int along) {
  /**
   * A shape with rows along a dimension.
   *
   * @param dim may count from the end; a number has one row of one element
   * @throws ShapeException if there is no such dimension
   */
  static RowShape of(long[] full, long dim) {
    long at = dim < 0 ? dim + Math.max(1, full.length) : dim;
    if (at < 0 || at >= Math.max(1, full.length)) {
      throw new ShapeException(
          "dimension %d is out of range for a tensor of shape %s"
              .formatted(dim, KernelLayout.text(full)));
    }
    return new RowShape(full, (int) at);
  }

  /** How many elements a row has. */
  long columns() {
    return full.length == 0 ? 1 : full[along];
  }

  /** How many rows there are. */
  long rows() {
    return product(withoutDim());
  }

  /** Whether the dimension of the rows has to become the last one. */
  boolean isTurned() {
    return along < full.length - 1;
  }

  /** The shape without the dimension of the rows. */
  long[] withoutDim() {
    if (full.length == 0) {
      return full;
    }
    long[] shape = new long[full.length - 1];
    System.arraycopy(full, 0, shape, 0, along);
    System.arraycopy(full, along + 1, shape, along, shape.length - along);
    return shape;
  }

  /** The shape with size 1 along the dimension of the rows. */
  long[] keptDim() {
    long[] shape = full.clone();
    if (shape.length > 0) {
      shape[along] = 1;
    }
    return shape;
  }

  /** The shape in which a pass over rows makes elements at all places. */
  long[] turned() {
    if (!isTurned()) {
      return full;
    }
    long[] turned = Arrays.copyOf(withoutDim(), full.length);
    turned[full.length - 1] = columns();
    return turned;
  }

  /** Whether what is summed to a shape is the same for all columns. */
  boolean isOfRows(long[] target) {
    return full.length == 0 || !has(target, along);
  }

  /** Whether what is summed to a shape is the same for all rows, but not for all columns. */
  boolean isOfColumns(long[] target) {
    for (int d = 0; d < full.length; d++) {
      if (has(target, d) != (d == along)) {
        return false;
      }
    }
    return full.length > 0;
  }

  private boolean has(long[] target, int dim) {
    int at = dim - (full.length - target.length);
    return full[dim] != 1 && at >= 0 && target[at] == full[dim];
  }

  /**
   * Whether a tensor of some shape has an element for each column, and is the same for all rows.
   */
  boolean isColumn(long[] shape) {
    return shape.length > 0
        && along == full.length - 1
        && product(shape) == full[along]
        && shape[shape.length - 1] == full[along];
  }

  /** Whether two shapes differ in no more than dimensions of size 1 in front. */
  static boolean isAsLong(long[] shape, long[] other) {
    int more = Math.abs(shape.length - other.length);
    long[] longer = shape.length > other.length ? shape : other;
    long[] shorter = shape.length > other.length ? other : shape;
    for (int d = 0; d < more; d++) {
      if (longer[d] != 1) {
        return false;
      }
    }
    return Arrays.equals(longer, more, longer.length, shorter, 0, shorter.length);
  }

  /** How many elements a shape has. */
  static long product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product *= size;
    }
    return product;
  }
}
