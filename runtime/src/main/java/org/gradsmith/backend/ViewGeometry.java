/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend;

import java.util.Arrays;
import org.gradsmith.ir.op.Slices;

/**
 * Where the elements of a view lie. Dimensions and indices are within their ranges: shape rules
 * have checked them. Negative ones count from the end.
 */
public final class ViewGeometry {
  private ViewGeometry() {}

  private static int place(long dim, int rank) {
    return Math.toIntExact(dim < 0 ? dim + rank : dim);
  }

  /** Dimension i of the view is dimension {@code dims[i]} of the array. */
  public static StridedArray permuted(StridedArray array, long[] dims) {
    long[] shape = new long[dims.length];
    long[] strides = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      int dim = place(dims[i], dims.length);
      shape[i] = array.shape()[dim];
      strides[i] = array.strides()[dim];
    }
    return array.with(shape, strides, array.offset());
  }

  /** Dimension {@code dims[i]} of the view is dimension i of the array. */
  public static StridedArray permutedBack(StridedArray array, long[] dims) {
    long[] inverse = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      inverse[place(dims[i], dims.length)] = i;
    }
    return permuted(array, inverse);
  }

  /** Leaves out those of the given dimensions that have size 1. */
  public static StridedArray squeezed(StridedArray array, long[] dims) {
    int rank = array.rank();
    boolean[] dropped = new boolean[rank];
    for (long dim : dims) {
      if (rank > 0) {
        int at = place(dim, rank);
        dropped[at] = array.shape()[at] == 1;
      }
    }
    long[] shape = new long[rank];
    long[] strides = new long[rank];
    int kept = 0;
    for (int i = 0; i < rank; i++) {
      if (!dropped[i]) {
        shape[kept] = array.shape()[i];
        strides[kept++] = array.strides()[i];
      }
    }
    return array.with(Arrays.copyOf(shape, kept), Arrays.copyOf(strides, kept), array.offset());
  }

  /** Puts a dimension of size 1 in front of another one. */
  public static StridedArray unsqueezed(StridedArray array, long dim) {
    int at = place(dim, array.rank() + 1);
    long stride = at < array.rank() ? array.shape()[at] * array.strides()[at] : 1;
    return array.with(
        with(array.shape(), at, 1), with(array.strides(), at, stride), array.offset());
  }

  /** Every {@code step}-th place of a dimension. */
  public static StridedArray sliced(
      StridedArray array, long dim, long start, long stop, long step) {
    int at = place(dim, array.rank());
    Slices.Range range = Slices.Range.of(array.shape()[at], start, stop, step);
    long[] shape = array.shape().clone();
    long[] strides = array.strides().clone();
    shape[at] = range.length();
    strides[at] *= step;
    // without elements there is no first one, and its place could lie behind the storage
    long skipped = array.count() == 0 || range.length() == 0 ? 0 : range.start();
    return array.with(shape, strides, array.offset() + skipped * array.strides()[at]);
  }

  /** The part at an index of a dimension, which vanishes. */
  public static StridedArray selected(StridedArray array, long dim, long index) {
    int at = place(dim, array.rank());
    long place = index < 0 ? index + array.shape()[at] : index;
    long first = array.count() == 0 ? 0 : place;
    return array.with(
        without(array.shape(), at),
        without(array.strides(), at),
        array.offset() + first * array.strides()[at]);
  }

  /** A diagonal between two dimensions, which vanish, as a new last dimension. */
  public static StridedArray diagonal(StridedArray array, long offset, long dim1, long dim2) {
    int rank = array.rank();
    int row = place(dim1, rank);
    int column = place(dim2, rank);
    long length = Slices.diagonalLength(array.shape()[row], array.shape()[column], offset);
    long start = array.offset();
    if (length > 0) {
      start += offset >= 0 ? offset * array.strides()[column] : -offset * array.strides()[row];
    }
    int first = Math.min(row, column);
    int second = Math.max(row, column) - 1;
    long[] shape = without(without(array.shape(), first), second);
    long[] strides = without(without(array.strides(), first), second);
    return array.with(
        with(shape, shape.length, length),
        with(strides, strides.length, array.strides()[row] + array.strides()[column]),
        start);
  }

  /** All windows of a dimension; the places in a window become a new last dimension. */
  public static StridedArray unfolded(
      StridedArray array, long dim, long size, long step, long dilation) {
    int rank = array.rank();
    if (rank == 0) {
      return array.with(new long[] {size}, new long[] {1}, array.offset());
    }
    int at = place(dim, rank);
    long reach = size == 0 ? 0 : dilation * (size - 1) + 1;
    long[] shape = with(array.shape(), rank, size);
    long[] strides = with(array.strides(), rank, dilation * array.strides()[at]);
    shape[at] = (array.shape()[at] - reach) / step + 1;
    strides[at] = step * array.strides()[at];
    return array.with(shape, strides, array.offset());
  }

  /** The values with one more in front of place {@code at}. */
  private static long[] with(long[] values, int at, long value) {
    long[] result = new long[values.length + 1];
    System.arraycopy(values, 0, result, 0, at);
    result[at] = value;
    System.arraycopy(values, at, result, at + 1, values.length - at);
    return result;
  }

  /** The values without that at place {@code at}. */
  private static long[] without(long[] values, int at) {
    long[] result = new long[values.length - 1];
    System.arraycopy(values, 0, result, 0, at);
    System.arraycopy(values, at + 1, result, at, result.length - at);
    return result;
  }
}
