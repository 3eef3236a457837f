/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;

/** Tensor's methods for shapes by their everyday names; results are views where they can be. */
public sealed interface NamedShapeMethods permits Tensor {
  /** {@link Tensor#transpose} under NumPy's name. */
  @Differentiable
  default Tensor swapaxes(int axis0, int axis1) {
    return ((Tensor) this).transpose(axis0, axis1);
  }

  /** {@link Tensor#transpose} under another name. */
  @Differentiable
  default Tensor swapdims(int dim0, int dim1) {
    return ((Tensor) this).transpose(dim0, dim1);
  }

  /** The last two dimensions exchanged: PyTorch's {@code mT}. */
  @Differentiable
  default Tensor matrixTranspose() {
    Tensor self = (Tensor) this;
    if (self.dim() < 2) {
      throw new ShapeException(
          "matrixTranspose: takes matrices (..., M, N), but x has shape "
              + Layouts.text(self.shape()));
    }
    return self.transpose(-2, -1);
  }

  /** All elements in one dimension, in row-major order. */
  @Differentiable
  default Tensor ravel() {
    return ((Tensor) this).reshape(-1).contiguous();
  }

  /** {@link Tensor#view(long...)} with another tensor's shape. */
  @Differentiable
  default Tensor viewAs(Tensor other) {
    return ((Tensor) this).view(other.shape());
  }

  /** {@link Tensor#reshape(long...)} to another tensor's shape. */
  @Differentiable
  default Tensor reshapeAs(Tensor other) {
    return ((Tensor) this).reshape(other.shape());
  }

  /** A copy of what {@link Tensor#narrow} selects. */
  @Differentiable
  default Tensor narrowCopy(int dim, long start, long length) {
    return Elements.copy(((Tensor) this).narrow(dim, start, length));
  }

  /** A number becomes (1). */
  @Differentiable
  default Tensor atLeast1d() {
    Tensor self = (Tensor) this;
    return self.dim() >= 1 ? self : self.reshape(1);
  }

  /** A number becomes (1, 1), and (N) becomes (1, N). */
  @Differentiable
  default Tensor atLeast2d() {
    Tensor self = (Tensor) this;
    return self.dim() >= 2 ? self : atLeast1d().unsqueeze(0);
  }

  /** A number becomes (1, 1, 1), (N) becomes (1, N, 1) and (M, N) becomes (M, N, 1). */
  @Differentiable
  default Tensor atLeast3d() {
    Tensor self = (Tensor) this;
    return self.dim() >= 3 ? self : atLeast2d().unsqueeze(-1);
  }

  /** {@link Tensor#tensorSplit(int, int)} into columns: along dimension 1, or 0 of a vector. */
  @Differentiable
  default List<Tensor> hsplit(int sections) {
    return Sections.equal("hsplit", (Tensor) this, 1, sections, Sections.columns((Tensor) this));
  }

  /** {@link Tensor#tensorSplit(long[], int)} into columns: along dimension 1, or 0 of a vector. */
  @Differentiable
  default List<Tensor> hsplit(long... indices) {
    return Sections.at("hsplit", (Tensor) this, 1, indices, Sections.columns((Tensor) this));
  }

  /** {@link Tensor#tensorSplit(int, int)} into rows: along dimension 0. */
  @Differentiable
  default List<Tensor> vsplit(int sections) {
    return Sections.equal("vsplit", (Tensor) this, 2, sections, 0);
  }

  /** {@link Tensor#tensorSplit(long[], int)} into rows: along dimension 0. */
  @Differentiable
  default List<Tensor> vsplit(long... indices) {
    return Sections.at("vsplit", (Tensor) this, 2, indices, 0);
  }

  /** {@link Tensor#tensorSplit(int, int)} along dimension 2. */
  @Differentiable
  default List<Tensor> dsplit(int sections) {
    return Sections.equal("dsplit", (Tensor) this, 3, sections, 2);
  }

  /** {@link Tensor#tensorSplit(long[], int)} along dimension 2. */
  @Differentiable
  default List<Tensor> dsplit(long... indices) {
    return Sections.at("dsplit", (Tensor) this, 3, indices, 2);
  }

  /** All pairs, triples, ... of r elements of a vector (N), one row each, in lexical order. */
  @Differentiable
  default Tensor combinations(int r, boolean withReplacement) {
    Tensor self = (Tensor) this;
    if (self.dim() != 1 || r < 0) {
      throw new ShapeException(
          "combinations: takes a vector and r >= 0, but got shape %s and r = %d"
              .formatted(Layouts.text(self.shape()), r));
    }
    if (r == 0) {
      return Tensor.empty(TensorOptions.like(self), 0);
    }
    List<long[]> rows = new ArrayList<>();
    Sections.choose(self.numel(), new long[r], 0, 0, withReplacement, rows);
    long[] places = rows.stream().flatMapToLong(java.util.Arrays::stream).toArray();
    return self.take(Tensor.from(places, rows.size(), r));
  }
}
