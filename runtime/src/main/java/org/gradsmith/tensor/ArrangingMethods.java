/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Slices;

/** Tensor's methods that copy elements to other places. */
public sealed interface ArrangingMethods permits Tensor {
  /** Reverses dimensions. */
  @Differentiable
  default Tensor flip(long... dims) {
    Tensor self = (Tensor) this;
    Tensor result = Elements.copy(self);
    Set<Integer> flipped = new HashSet<>();
    for (long dim : dims) {
      if (self.dim() > 0) {
        int at = Layouts.dimension("flip", dim, self.dim());
        Sections.requireDifferent("flip", flipped.add(at), dim);
        result = result.indexSelect(at, reversed(self.size(at)));
      }
    }
    return result;
  }

  private static Tensor reversed(long size) {
    long[] index = new long[Math.toIntExact(size)];
    Arrays.setAll(index, i -> size - 1 - i);
    return Factories.of(index, index.length);
  }

  /** Turns the plane of two dimensions by {@code k} right angles, from dim0 towards dim1. */
  @Differentiable
  default Tensor rot90(int k, int dim0, int dim1) {
    int rank = ((Tensor) this).dim();
    boolean different =
        Layouts.dimension("rot90", dim0, rank) != Layouts.dimension("rot90", dim1, rank);
    Sections.requireDifferent("rot90", different, dim1);
    return switch (Math.floorMod(k, 4)) {
      case 1 -> flip(dim1).transpose(dim0, dim1).alone();
      case 2 -> flip(dim0, dim1);
      case 3 -> flip(dim0).transpose(dim0, dim1).alone();
      default -> Elements.copy((Tensor) this);
    };
  }

  /** The tensor {@code repeats[i]} times along dimension i; new dimensions come first. */
  @Differentiable
  default Tensor repeat(long... repeats) {
    Tensor self = (Tensor) this;
    long[] shape = self.shape();
    int added = repeats.length - shape.length;
    if (added < 0) {
      throw new ShapeException(
          "repeat: %d numbers do not cover the %d dimensions"
              .formatted(repeats.length, shape.length));
    }
    long[] spread = new long[2 * repeats.length];
    long[] expanded = new long[2 * repeats.length];
    long[] result = new long[repeats.length];
    for (int i = 0; i < repeats.length; i++) {
      long size = i < added ? 1 : shape[i - added];
      spread[2 * i] = 1;
      spread[2 * i + 1] = size;
      expanded[2 * i] = repeats[i];
      expanded[2 * i + 1] = size;
      result[i] = repeats[i] * size;
    }
    return Elements.copy(self.reshape(spread).expand(expanded)).view(result).alone();
  }

  /** As {@link #repeat}, where missing numbers at the front are 1. */
  @Differentiable
  default Tensor tile(long... repeats) {
    int rank = ((Tensor) this).dim();
    if (repeats.length >= rank) {
      return repeat(repeats);
    }
    long[] all = new long[rank];
    Arrays.fill(all, 1);
    System.arraycopy(repeats, 0, all, rank - repeats.length, repeats.length);
    return repeat(all);
  }

  /** Every part of a dimension {@code repeats} times in a row. */
  @Differentiable
  default Tensor repeatInterleave(long repeats, int dim) {
    Tensor self = (Tensor) this;
    long[] counts = new long[Math.toIntExact(self.size(dim))];
    Arrays.fill(counts, repeats);
    return repeatInterleave(Factories.of(counts, counts.length), dim);
  }

  /** Part i of a dimension {@code repeats[i]} times in a row. */
  @Differentiable
  default Tensor repeatInterleave(Tensor repeats, int dim) {
    Tensor self = (Tensor) this;
    long size = self.size(dim);
    if (repeats.dim() > 1 || (repeats.numel() != 1 && repeats.numel() != size)) {
      throw new ShapeException(
          "repeatInterleave: takes one number for each of the %d places of dimension %d, but got shape %s"
              .formatted(size, dim, Layouts.text(repeats.array().shape())));
    }
    long[] counts = repeats.expand(size).toLongArray();
    if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new ShapeException("repeatInterleave: a number of repeats is negative");
    }
    long[] index = new long[Math.toIntExact(Arrays.stream(counts).sum())];
    int next = 0;
    for (int i = 0; i < counts.length; i++) {
      Arrays.fill(index, next, next + (int) counts[i], i);
      next += (int) counts[i];
    }
    return self.indexSelect(dim, Factories.of(index, index.length));
  }

  /** The matrices' elements on and below a diagonal, 0 elsewhere. */
  @Op("tril")
  default Tensor tril(int diagonal) {
    return Recorder.apply(Matrices.TRIL, new Object[] {(long) diagonal}, (Tensor) this);
  }

  /** The matrices' elements on and above a diagonal, 0 elsewhere. */
  @Op("triu")
  default Tensor triu(int diagonal) {
    return Recorder.apply(Matrices.TRIU, new Object[] {(long) diagonal}, (Tensor) this);
  }

  /** Matrices with the last dimension's elements on a diagonal between two new dimensions. */
  @Differentiable
  default Tensor diagEmbed(int offset, int dim1, int dim2) {
    Tensor self = (Tensor) this;
    int rank = self.dim() + 1;
    int first = Layouts.dimension("diagEmbed", dim1, rank);
    int second = Layouts.dimension("diagEmbed", dim2, rank);
    Sections.requireDifferent("diagEmbed", first != second, dim2);
    long[] shape = new long[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      boolean added = i == first || i == second;
      shape[i] = added ? self.size(-1) + Math.abs(offset) : self.size(next++);
    }
    Object[] attributes = {shape, (long) offset, (long) first, (long) second};
    return Recorder.apply(Slices.DIAGONAL_GRAD, attributes, self);
  }

  /** A vector as the diagonal of a matrix, or a copy of a matrix's diagonal. */
  @Differentiable
  default Tensor diag(int diagonal) {
    Tensor self = (Tensor) this;
    if (self.dim() != 1 && self.dim() != 2) {
      throw new ShapeException(
          "diag: takes a vector or a matrix, but the tensor has shape "
              + Layouts.text(self.array().shape())
              + "; use diagonal(offset, dim1, dim2)");
    }
    return self.dim() == 1
        ? diagEmbed(diagonal, 0, 1)
        : Elements.copy(self.diagonal(diagonal, 0, 1));
  }
}
