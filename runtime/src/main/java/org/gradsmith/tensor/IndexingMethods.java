/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Indexing;

/**
 * Tensor's methods that read or write where int32 or int64 tensors say. An index out of range is an
 * {@link IndexException}. All results are copies.
 */
public sealed interface IndexingMethods permits Tensor {
  /** result[i][j] = this[i][index[i][j]] for dim 1. */
  @Op("gather")
  default Tensor gather(int dim, Tensor index) {
    if (index.numel() == 0) {
      return take(index); // an index that names nothing may have any number of dimensions
    }
    return Recorder.apply(Indexing.GATHER, new Object[] {(long) dim}, (Tensor) this, index);
  }

  /** The parts of a dimension that a list of indices names. */
  @Op("indexSelect")
  default Tensor indexSelect(int dim, Tensor index) {
    return Recorder.apply(Indexing.INDEX_SELECT, new Object[] {(long) dim}, (Tensor) this, index);
  }

  /** The elements at flat positions in row-major order; negative ones count from the end. */
  @Op("take")
  default Tensor take(Tensor positions) {
    return Recorder.apply(Indexing.TAKE, new Object[0], (Tensor) this, positions);
  }

  /** A copy with source[i][j] added at [i][index[i][j]] for dim 1. */
  @Differentiable
  default Tensor scatterAdd(int dim, Tensor index, Tensor source) {
    Tensor self = (Tensor) this;
    Positions.requireDtype("scatterAdd", self, source);
    Object[] attributes = {self.shape(), (long) dim};
    Tensor part = Positions.leading(source, index.shape());
    return self.add(Recorder.apply(Indexing.SCATTER_SUM, attributes, part, index));
  }

  /** A copy with source[i][j] at [i][index[i][j]] for dim 1. */
  @Differentiable
  default Tensor scatter(int dim, Tensor index, Tensor source) {
    Tensor self = (Tensor) this;
    Tensor part = Positions.leading(source, index.shape());
    return Positions.put(self, part, Positions.of(self).gather(dim, index));
  }

  /** A copy with a number at [i][index[i][j]] for dim 1. */
  @Differentiable
  default Tensor scatter(int dim, Tensor index, double value) {
    Tensor self = (Tensor) this;
    return Positions.fill(self, value, Positions.of(self).gather(dim, index));
  }

  /** A copy with part i of source, times alpha, added at index[i] of a dimension. */
  @Differentiable
  default Tensor indexAdd(int dim, Tensor index, Tensor source, double alpha) {
    Tensor self = (Tensor) this;
    Positions.requireDtype("indexAdd", self, source);
    Object[] attributes = {self.shape(), (long) dim};
    Tensor sum = Recorder.apply(Indexing.INDEX_SUM, attributes, source, index);
    return self.add(alpha == 1 ? sum : sum.mul(alpha).to(self.dtype()));
  }

  /** A copy with part i of source at index[i] of a dimension. */
  @Differentiable
  default Tensor indexCopy(int dim, Tensor index, Tensor source) {
    Tensor self = (Tensor) this;
    return Positions.put(self, source, Positions.of(self).indexSelect(dim, index));
  }

  /** A copy with a number at the indices of a dimension; negative ones count from the end. */
  @Differentiable
  default Tensor indexFill(int dim, Tensor index, double value) {
    Tensor self = (Tensor) this;
    Tensor fromFront = self.dim() == 0 ? index : Positions.fromFront(index, self.size(dim));
    return Positions.fill(self, value, Positions.of(self).indexSelect(dim, fromFront));
  }

  /** A copy with the one number of a tensor at the indices of a dimension. */
  @Differentiable
  default Tensor indexFill(int dim, Tensor index, Tensor value) {
    Tensor self = (Tensor) this;
    Tensor mask = Tensor.zeros(DType.BOOL, self.shape()).indexFill(dim, index, 1);
    return maskedFill(mask, value);
  }

  /** A copy with source at {@code index} of a dimension. */
  @Differentiable
  default Tensor selectScatter(Tensor source, int dim, long index) {
    Tensor self = (Tensor) this;
    return Positions.put(self, source, Positions.of(self).select(dim, index));
  }

  /** A number where the mask holds, else this. */
  @Differentiable
  default Tensor maskedFill(Tensor mask, double value) {
    Tensor self = (Tensor) this;
    return maskedFill(mask, Tensor.full(self.dtype(), new long[0], value));
  }

  /** The one number of a tensor where the mask holds, else this. */
  @Differentiable
  default Tensor maskedFill(Tensor mask, Tensor value) {
    Tensor self = (Tensor) this;
    return Tensor.where(Scalars.mask(mask, "maskedFill"), value.to(self.dtype()), self);
  }

  /** The elements where the mask, which broadcasts, holds, in one dimension. */
  @Differentiable
  default Tensor maskedSelect(Tensor mask) {
    Tensor self = (Tensor) this;
    long[] shape = Layouts.broadcast(self.shape(), mask.shape());
    Tensor truth = Scalars.mask(mask, "maskedSelect").expand(shape);
    return self.expand(shape).take(Positions.where(truth));
  }

  /** A copy with the elements of source, in order, where the mask holds. */
  @Differentiable
  default Tensor maskedScatter(Tensor mask, Tensor source) {
    Tensor self = (Tensor) this;
    long[] shape = Layouts.broadcast(self.shape(), mask.shape());
    Tensor positions = Positions.where(Scalars.mask(mask, "maskedScatter").expand(shape));
    if (source.numel() < positions.numel()) {
      throw new ShapeException(
          "maskedScatter: the mask holds in %d places, but the source has %d elements"
              .formatted(positions.numel(), source.numel()));
    }
    Tensor written = source.reshape(-1).narrow(0, 0, positions.numel());
    return Positions.put(self.expand(shape), written, positions);
  }

  /** The indices of all elements that are not 0: one row each. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor nonzero() {
    Tensor self = (Tensor) this;
    return Positions.coordinates(Positions.where(self), self.shape());
  }

  /**
   * What the parts select, as between the brackets of Python; see {@link Index}. A view, unless a
   * tensor is among the parts.
   *
   * @throws IndexException if a place lies outside, a mask does not fit, or there are too many
   *     parts
   */
  @Differentiable
  default Tensor index(Index... parts) {
    return Subscript.of((Tensor) this, parts, "index").selected();
  }

  /**
   * A copy with other elements where the parts select.
   *
   * @param values broadcast to the shape of what is selected
   * @param accumulate whether they are added to the elements there, once for each time that a place
   *     is selected, instead of replacing them
   */
  @Differentiable
  default Tensor indexPut(Tensor values, boolean accumulate, Index... parts) {
    return Subscript.put((Tensor) this, values, accumulate, parts);
  }

  /**
   * Writes values where the parts select; returns this. They are converted, and broadcast once
   * their leading dimensions of size 1 are left out.
   */
  default Tensor assign(Tensor values, Index... parts) {
    Tensor self = (Tensor) this;
    Subscript subscript = Subscript.of(self, parts, "assign");
    Tensor core = Subscript.withoutLeadingOnes(values);
    if (subscript.isView()) {
      subscript.selected().copyFrom(core);
      return self;
    }
    Tensor given = core.to(self.dtype());
    return InPlace.write(self, "assign", old -> old.indexPut(given, false, parts), values);
  }

  /** Writes a number where the parts select; returns this. */
  default Tensor assign(double value, Index... parts) {
    Tensor self = (Tensor) this;
    return assign(Tensor.full(self.dtype(), new long[0], value), parts);
  }

  /**
   * A copy with source[i][j] combined into [i][index[i][j]] for dim 1.
   *
   * @param reduce how elements at one place combine: {@code "sum"}, {@code "prod"}, {@code "mean"},
   *     {@code "amax"} or {@code "amin"}; of equal extrema each gets an even share of the gradient
   * @param includeSelf whether the elements that are there take part, too
   */
  @Differentiable
  default Tensor scatterReduce(
      int dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
    return ScatterReduction.of((Tensor) this, dim, index, source, reduce, includeSelf);
  }
}
