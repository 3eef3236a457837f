/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.jspecify.annotations.Nullable;

/**
 * The dimensions a reduction goes over: of the listed ones, each once, or of all where none is
 * listed. They are brought together as the last dimension of rows, so that what works on rows works
 * along any dimensions.
 */
final class ReducedDims {
  private final String op;
  private final long[] shape;
  private final boolean[] reduced;

  private ReducedDims(String op, long[] shape, boolean[] reduced) {
    this.op = op;
    this.shape = shape;
    this.reduced = reduced;
  }

  /**
   * The dimensions of {@code x} that are listed; all of them if none is.
   *
   * @throws IndexException if one is out of range or listed twice
   */
  static ReducedDims of(String op, Tensor x, long @Nullable ... dims) {
    long[] shape = x.shape();
    boolean[] reduced = new boolean[shape.length];
    if (dims == null || dims.length == 0) {
      java.util.Arrays.fill(reduced, true);
      return new ReducedDims(op, shape, reduced);
    }
    boolean single = false;
    for (long dim : dims) {
      int at = dimension(op, dim, shape.length);
      if (shape.length == 0 ? single : reduced[at]) {
        throw new IndexException(
            "%s: dimension %d of %s is listed twice".formatted(op, dim, Layouts.text(shape)));
      }
      if (shape.length > 0) {
        reduced[at] = true;
      }
      single = true;
    }
    return new ReducedDims(op, shape, reduced);
  }

  /** A dimension counted from the front; a single number has the dimensions 0 and -1. */
  static int dimension(String op, long dim, int rank) {
    int range = Math.max(rank, 1);
    if (dim < -range || dim >= range) {
      throw new IndexException(
          "%s: dimension %d is out of range; a tensor of %d dimensions has %d to %d"
              .formatted(op, dim, rank, -range, range - 1));
    }
    return (int) (dim < 0 ? dim + range : dim);
  }

  /** Whether it is exactly one dimension. */
  boolean isSingle() {
    int dims = 0;
    for (boolean isReduced : reduced) {
      dims += isReduced ? 1 : 0;
    }
    return dims == 1;
  }

  /** The dimension, of {@link #isSingle} ones. */
  int single() {
    int dim = 0;
    while (!reduced[dim]) {
      dim++;
    }
    return dim;
  }

  /** How many elements are combined into one. */
  long count() {
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      count *= reduced[i] ? shape[i] : 1;
    }
    return count;
  }

  /** Fails if there is nothing to combine and yet something is asked for. */
  void requireElements() {
    long results = 1;
    for (long size : kept()) {
      results *= size;
    }
    if (results > 0 && count() == 0) {
      throw new ShapeException(
          "%s of shape %s: there is no result for no elements; reduce over dimensions that are not empty, or leave such a tensor out"
              .formatted(op, Layouts.text(shape)));
    }
  }

  /** The shape with each reduced dimension of size 1. */
  long[] withOnes() {
    long[] sizes = shape.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = reduced[i] ? 1 : sizes[i];
    }
    return sizes;
  }

  long[] kept() {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      if (!reduced[i]) {
        sizes.add(shape[i]);
      }
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** The shape of the result. */
  long[] result(boolean keepDim) {
    return keepDim ? withOnes() : kept();
  }

  /** x as (kept dimensions..., elements to combine). */
  @Differentiable
  Tensor rows(Tensor x) {
    List<Integer> order = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < shape.length; i++) {
        if (reduced[i] == (pass == 1)) {
          order.add(i);
        }
      }
    }
    Tensor moved = x;
    List<Integer> at = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      at.add(i);
    }
    for (int i = 0; i < shape.length; i++) {
      int from = at.indexOf(order.get(i));
      if (from != i) {
        moved = moved.transpose(i, from);
        at.set(from, at.get(i));
        at.set(i, order.get(i));
      }
    }
    long[] kept = kept();
    long[] rows = java.util.Arrays.copyOf(kept, kept.length + 1);
    rows[kept.length] = count();
    return moved.reshape(rows);
  }
}
