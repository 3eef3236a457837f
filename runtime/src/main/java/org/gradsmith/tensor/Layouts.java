/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.backend.StridedArray;
import org.jspecify.annotations.Nullable;

/** Arithmetic on shapes and strides behind the views. */
final class Layouts {
  private Layouts() {}

  /** {@code (2, 3)}. */
  static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** A dimension counted from the front. */
  static int dimension(String op, long dim, int rank) {
    int range = Math.max(rank, 1);
    if (dim < -range || dim >= range || rank == 0) {
      throw new IndexException(
          rank == 0
              ? op + ": the tensor is a single number and has no dimension " + dim
              : "%s: dimension %d is out of range; a tensor of %d dimensions has %d to %d"
                  .formatted(op, dim, rank, -range, range - 1));
    }
    return (int) (dim < 0 ? dim + range : dim);
  }

  /** The shape that both broadcast to. */
  static long[] broadcast(long[] a, long[] b) {
    long[] shape = new long[Math.max(a.length, b.length)];
    for (int i = 1; i <= shape.length; i++) {
      long left = i <= a.length ? a[a.length - i] : 1;
      long right = i <= b.length ? b[b.length - i] : 1;
      if (left != right && left != 1 && right != 1) {
        throw new ShapeException(
            "shapes %s and %s do not broadcast".formatted(Layouts.text(a), Layouts.text(b)));
      }
      shape[shape.length - i] = left == 1 ? right : left;
    }
    return shape;
  }

  static long[] flattened(long[] shape, int startDim) {
    if (shape.length == 0) {
      return new long[] {1};
    }
    int start = dimension("flatten", startDim, shape.length);
    long[] result = Arrays.copyOf(shape, start + 1);
    long rest = 1;
    for (int i = start; i < shape.length; i++) {
      rest *= shape[i];
    }
    result[start] = rest;
    return result;
  }

  /** The array under another shape without copying, or null where its strides do not allow that. */
  static @Nullable StridedArray viewed(StridedArray array, long[] shape) {
    if (array.isContiguous()) {
      return array.with(shape, StridedArray.contiguousStrides(shape), array.offset());
    }
    long[] from = array.shape();
    long[] strides = array.strides();
    long[] result = new long[shape.length];
    int at = shape.length - 1;
    long block = 1; // elements of the current run of dimensions that lie without gaps
    long taken = 1;
    long step = strides.length == 0 ? 1 : strides[strides.length - 1];
    for (int i = from.length - 1; i >= 0; i--) {
      block *= from[i];
      boolean ends = i == 0 || (from[i - 1] != 1 && strides[i - 1] != block * step);
      if (!ends) {
        continue;
      }
      while (at >= 0 && (taken < block || shape[at] == 1)) {
        result[at] = taken * step;
        taken *= shape[at];
        at--;
      }
      if (taken != block) {
        return null;
      }
      if (i > 0) {
        step = strides[i - 1];
        block = 1;
        taken = 1;
      }
    }
    return at >= 0 ? null : array.with(shape, result, array.offset());
  }

  /** Repeats dimensions of size 1, and new ones at the front. */
  static StridedArray expanded(StridedArray array, long[] shape) {
    int added = shape.length - array.rank();
    long[] strides = new long[shape.length];
    for (int i = added; i < shape.length; i++) {
      strides[i] = array.shape()[i - added] == shape[i] ? array.strides()[i - added] : 0;
    }
    return array.with(shape, strides, array.offset());
  }

  /** Repeats along one dimension, which is there with size 1 if {@code keepDim}. */
  static StridedArray expandedDim(StridedArray array, long[] shape, long dim, boolean keepDim) {
    long[] strides = new long[shape.length];
    int repeated = shape.length == 0 ? -1 : dimension("expandDim", dim, shape.length);
    for (int i = 0; i < shape.length; i++) {
      if (i != repeated) {
        strides[i] = array.strides()[keepDim || i < repeated ? i : i - 1];
      }
    }
    return array.with(shape, strides, array.offset());
  }

  static StridedArray transposed(StridedArray array, long dim0, long dim1) {
    int rank = array.rank();
    if (rank == 0) {
      return array;
    }
    int a = dimension("transpose", dim0, rank);
    int b = dimension("transpose", dim1, rank);
    return array.with(swapped(array.shape(), a, b), swapped(array.strides(), a, b), array.offset());
  }

  private static long[] swapped(long[] values, int a, int b) {
    long[] result = values.clone();
    result[a] = values[b];
    result[b] = values[a];
    return result;
  }

  /** The storage under a shape, strides and an offset, which stay within it. */
  static StridedArray strided(StridedArray array, Object[] attributes) {
    long[] shape = (long[]) attributes[0];
    long[] strides = (long[]) attributes[1];
    long offset = (long) attributes[2];
    if (shape.length != strides.length) {
      throw new ShapeException(
          "asStrided: shape %s and strides %s must have the same length"
              .formatted(text(shape), text(strides)));
    }
    long last = offset;
    boolean negative = offset < 0;
    boolean empty = false;
    for (int i = 0; i < shape.length; i++) {
      negative |= strides[i] < 0 || shape[i] < 0;
      empty |= shape[i] == 0;
      last += (shape[i] - 1) * strides[i];
    }
    long places = array.storage().byteSize() / array.dtype().byteSize();
    if (negative || (!empty && last >= places)) {
      throw new ShapeException(
          "asStrided: shape %s, strides %s and offset %d reach outside the storage of %d elements"
              .formatted(text(shape), text(strides), offset, places));
    }
    return array.with(shape, strides, offset);
  }

  /**
   * The bounds of a narrow as those of a slice.
   *
   * @return start and stop, counted from the front
   */
  static long[] narrowed(StridedArray array, int dim, long start, long length) {
    int at = dimension("narrow", dim, array.rank());
    long size = array.shape()[at];
    long first = start < 0 ? start + size : start;
    if (first < 0 || length < 0 || first + length > size) {
      throw new IndexException(
          "narrow: %d places from %d do not lie in dimension %d of %s"
              .formatted(length, start, dim, text(array.shape())));
    }
    return new long[] {first, first + length};
  }

  /** A row-major copy; gradients flow through it. */
  @Differentiable
  static Tensor contiguous(Tensor x) {
    return Elements.copy(x);
  }
}
