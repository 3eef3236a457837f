/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Slices;
import org.gradsmith.ir.op.StridedViews;
import org.gradsmith.ir.op.Views;

/** Tensor's methods that put dimensions in another order or split them; all results are views. */
public sealed interface ShapeMethods permits Tensor {
  /** Puts the dimensions in another order: dimension i of the result is {@code dims[i]}. */
  @Op("permute")
  default Tensor permute(long... dims) {
    return Recorder.apply(Views.PERMUTE, new Object[] {dims.clone()}, (Tensor) this);
  }

  /** Moves a dimension to another place; the others keep their order. */
  @Differentiable
  default Tensor movedim(int source, int destination) {
    return movedim(new long[] {source}, new long[] {destination});
  }

  /** Moves dimensions to other places; the others keep their order. */
  @Differentiable
  default Tensor movedim(long[] source, long[] destination) {
    Tensor self = (Tensor) this;
    int rank = self.dim();
    if (source.length != destination.length) {
      throw new ShapeException(
          "movedim: %d dimensions cannot go to %d places"
              .formatted(source.length, destination.length));
    }
    if (rank == 0) {
      return self.view();
    }
    long[] order = new long[rank];
    Arrays.fill(order, -1);
    boolean[] moved = new boolean[rank];
    for (int i = 0; i < source.length; i++) {
      int from = Layouts.dimension("movedim", source[i], rank);
      int to = Layouts.dimension("movedim", destination[i], rank);
      if (moved[from] || order[to] >= 0) {
        throw new ShapeException("movedim: a dimension is named twice");
      }
      moved[from] = true;
      order[to] = from;
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (order[i] < 0) {
        while (moved[next]) {
          next++;
        }
        order[i] = next++;
      }
    }
    return permute(order);
  }

  /** Dimensions from {@code startDim} to {@code endDim}, both included, become one. */
  @Differentiable
  default Tensor flatten(int startDim, int endDim) {
    Tensor self = (Tensor) this;
    long[] shape = self.shape();
    if (shape.length == 0) {
      return self.reshape(1);
    }
    int start = Layouts.dimension("flatten", startDim, shape.length);
    int end = Layouts.dimension("flatten", endDim, shape.length);
    if (start > end) {
      throw new ShapeException("flatten: startDim %d lies behind endDim %d".formatted(start, end));
    }
    if (start == end) {
      return self;
    }
    long[] flat = new long[shape.length - (end - start)];
    System.arraycopy(shape, 0, flat, 0, start);
    flat[start] = 1;
    for (int i = start; i <= end; i++) {
      flat[start] *= shape[i];
    }
    System.arraycopy(shape, end + 1, flat, start + 1, shape.length - end - 1);
    return self.reshape(flat);
  }

  /** Splits a dimension into several; one size may be -1. */
  @Differentiable
  default Tensor unflatten(int dim, long... sizes) {
    Tensor self = (Tensor) this;
    long[] shape = self.shape();
    int at = Layouts.dimension("unflatten", dim, shape.length);
    long[] given = sizes.clone();
    long rest = 1;
    int open = -1;
    for (int i = 0; i < given.length; i++) {
      if (given[i] < -1 || (given[i] == -1 && open >= 0)) {
        throw new ShapeException(
            "unflatten: one size at most may be -1, and none is less, but the sizes are "
                + Layouts.text(sizes));
      }
      open = given[i] == -1 ? i : open;
      rest *= given[i] == -1 ? 1 : given[i];
    }
    if (open >= 0 && rest > 0) {
      given[open] = shape[at] / rest;
      rest *= given[open];
    }
    if (rest != shape[at]) {
      throw new ShapeException(
          "unflatten: dimension %d of %s does not split into %s"
              .formatted(dim, Layouts.text(shape), Layouts.text(sizes)));
    }
    long[] split = new long[shape.length - 1 + given.length];
    System.arraycopy(shape, 0, split, 0, at);
    System.arraycopy(given, 0, split, at, given.length);
    System.arraycopy(shape, at + 1, split, at + given.length, shape.length - at - 1);
    return self.view(split);
  }

  /** Repeats dimensions of size 1 until the shape is that of another tensor. */
  @Differentiable
  default Tensor expandAs(Tensor other) {
    return ((Tensor) this).expand(other.shape());
  }

  /** As {@link Tensor#expand}. */
  @Differentiable
  default Tensor broadcastTo(long... shape) {
    return ((Tensor) this).expand(shape);
  }

  /** Leaves out all dimensions of size 1. */
  @Differentiable
  default Tensor squeeze() {
    int rank = ((Tensor) this).dim();
    long[] all = new long[rank];
    Arrays.setAll(all, i -> i);
    return squeezed(all);
  }

  /** Leaves out those of the given dimensions that have size 1. */
  @Op("squeeze")
  default Tensor squeeze(long... dims) {
    return squeezed(dims.clone());
  }

  private Tensor squeezed(long[] dims) {
    return Recorder.apply(Views.SQUEEZE, new Object[] {dims}, (Tensor) this);
  }

  /** Puts a dimension of size 1 in front of dimension {@code dim}; -1 puts it last. */
  @Op("unsqueeze")
  default Tensor unsqueeze(int dim) {
    return Recorder.apply(Views.UNSQUEEZE, new Object[] {(long) dim}, (Tensor) this);
  }

  /** The diagonal between two dimensions, {@code offset} places right of the main one. */
  @Op("diagonal")
  default Tensor diagonal(int offset, int dim1, int dim2) {
    Object[] attributes = {(long) offset, (long) dim1, (long) dim2};
    return Recorder.apply(Slices.DIAGONAL, attributes, (Tensor) this);
  }

  /** The main diagonal of the first two dimensions. */
  @Op("diagonal")
  default Tensor diagonal() {
    return diagonal(0, 0, 1);
  }

  /** All windows of {@code size} places of a dimension, {@code step} apart, as a last dimension. */
  @Op("unfold")
  default Tensor unfold(int dim, long size, long step) {
    return unfold(dim, size, step, 1);
  }

  /** Windows whose places lie {@code dilation} apart. */
  @Op("unfold")
  default Tensor unfold(int dim, long size, long step, long dilation) {
    Object[] attributes = {(long) dim, size, step, dilation};
    return Recorder.apply(Slices.UNFOLD, attributes, (Tensor) this);
  }

  /** The storage under a shape, strides and an offset of the caller's choice. */
  @Differentiable
  default Tensor asStrided(long[] shape, long[] strides, long offset) {
    Tensor self = (Tensor) this;
    Object[] attributes = {
      shape.clone(), strides.clone(), offset, self.strides(), self.array().offset()
    };
    return Recorder.apply(StridedViews.AS_STRIDED, attributes, self);
  }

  /** As above, from this tensor's own first element. */
  @Differentiable
  default Tensor asStrided(long[] shape, long[] strides) {
    return asStrided(shape, strides, ((Tensor) this).array().offset());
  }

  /** Parts of {@code size} places along a dimension; the last one may be shorter. */
  @Differentiable
  default List<Tensor> split(long size, int dim) {
    long all = ((Tensor) this).size(dim);
    if (size < 0 || (size == 0 && all > 0)) {
      throw new ShapeException("split: parts of %d places do not fill %d".formatted(size, all));
    }
    int count = size == 0 ? 1 : Math.toIntExact(Math.max(1, Math.ceilDiv(all, size)));
    long[] sizes = new long[count];
    Arrays.fill(sizes, size);
    sizes[count - 1] = all - size * (count - 1);
    return split(sizes, dim);
  }

  /** Parts of given sizes along a dimension. */
  @Differentiable
  default List<Tensor> split(long[] sizes, int dim) {
    Tensor self = (Tensor) this;
    if (Arrays.stream(sizes).sum() != self.size(dim)) {
      throw new ShapeException(
          "split: sizes %s do not add up to %d, the size of dimension %d"
              .formatted(Layouts.text(sizes), self.size(dim), dim));
    }
    List<Tensor> parts = new ArrayList<>();
    long start = 0;
    for (long size : sizes) {
      parts.add(View.oneOfMany(self.narrow(dim, start, size)));
      start += size;
    }
    return parts;
  }

  /** At most {@code chunks} parts of equal size along a dimension; the last one may be shorter. */
  @Differentiable
  default List<Tensor> chunk(int chunks, int dim) {
    long all = ((Tensor) this).size(dim);
    Sections.requirePositive("chunk", chunks);
    if (all == 0) {
      return split(new long[chunks], dim);
    }
    return split(Math.ceilDiv(all, (long) chunks), dim);
  }

  /** {@code sections} parts along a dimension, the first ones longer by one where needed. */
  @Differentiable
  default List<Tensor> tensorSplit(int sections, int dim) {
    long all = ((Tensor) this).size(dim);
    Sections.requirePositive("tensorSplit", sections);
    long[] sizes = new long[sections];
    for (int i = 0; i < sections; i++) {
      sizes[i] = all / sections + (i < all % sections ? 1 : 0);
    }
    return split(sizes, dim);
  }

  /** The parts of a dimension between the given indices. */
  @Differentiable
  default List<Tensor> tensorSplit(long[] indices, int dim) {
    Tensor self = (Tensor) this;
    List<Tensor> parts = new ArrayList<>();
    long start = 0;
    for (long index : indices) {
      parts.add(self.slice(dim, start, index, 1));
      start = index;
    }
    parts.add(self.slice(dim, start, Long.MAX_VALUE, 1));
    return parts;
  }

  /** All parts along a dimension, which vanishes. */
  @Differentiable
  default List<Tensor> unbind(int dim) {
    Tensor self = (Tensor) this;
    List<Tensor> parts = new ArrayList<>();
    for (long i = 0; i < self.size(dim); i++) {
      parts.add(View.oneOfMany(self.select(dim, i)));
    }
    return parts;
  }
}
