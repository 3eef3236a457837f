/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.ir.DType;

/** Tensor's methods that move elements around or write parts of a copy. */
public sealed interface MovingMethods permits Tensor {
  /** Moves the elements {@code shift} places on along a dimension; the last come first again. */
  @Differentiable
  default Tensor roll(long shift, int dim) {
    return Moves.roll((Tensor) this, new long[] {shift}, new int[] {dim});
  }

  /** {@link #roll(long, int)} along several dimensions. */
  @Differentiable
  default Tensor roll(long[] shifts, int[] dims) {
    return Moves.roll((Tensor) this, shifts, dims);
  }

  /** Moves the elements on in row-major order; the shape stays. */
  @Differentiable
  default Tensor roll(long shift) {
    Tensor self = (Tensor) this;
    return self.reshape(-1).roll(shift, 0).reshape(self.shape());
  }

  /** Reverses dimension 1. */
  @Differentiable
  default Tensor fliplr() {
    return Moves.flipped("fliplr", (Tensor) this, 1);
  }

  /** Reverses dimension 0. */
  @Differentiable
  default Tensor flipud() {
    return Moves.flipped("flipud", (Tensor) this, 0);
  }

  /** A square matrix with all elements, in row-major order, on a diagonal. */
  @Differentiable
  default Tensor diagflat(int offset) {
    return ((Tensor) this).reshape(-1).diagEmbed(offset, 0, 1);
  }

  /**
   * result[i][j] = this[i][index[i][j]] for dim 1, where the other dimensions broadcast: what
   * {@code argmax} with kept dimensions or {@code argsort} found. Negative indices count from the
   * end.
   */
  @Differentiable
  default Tensor takeAlongDim(Tensor index, int dim) {
    return Moves.takeAlongDim((Tensor) this, index, dim);
  }

  /** The elements at flat positions, as {@link Tensor#take} finds them, in one dimension. */
  @Differentiable
  default Tensor takeAlongDim(Tensor index) {
    return ((Tensor) this).take(index.reshape(-1));
  }

  /**
   * A copy with the elements of source at flat positions in row-major order; negative ones count
   * from the end.
   *
   * @param accumulate whether they are added to what is there, as often as a position occurs
   */
  @Differentiable
  default Tensor put(Tensor positions, Tensor source, boolean accumulate) {
    return Moves.put((Tensor) this, positions, source, accumulate);
  }

  /** A copy with source where {@link Tensor#slice} looks. */
  @Differentiable
  default Tensor sliceScatter(Tensor source, int dim, long start, long stop, long step) {
    Tensor self = (Tensor) this;
    return Moves.written(
        "sliceScatter", self, source, Positions.of(self).slice(dim, start, stop, step));
  }

  /** A copy with source on a diagonal, as {@link Tensor#diagonal(int, int, int)} shows it. */
  @Differentiable
  default Tensor diagonalScatter(Tensor source, int offset, int dim1, int dim2) {
    Tensor self = (Tensor) this;
    return Moves.written(
        "diagonalScatter", self, source, Positions.of(self).diagonal(offset, dim1, dim2));
  }

  /** The indices of all elements that are not 0, one row each: {@link Tensor#nonzero()}. */
  @NonDifferentiable("integers carry no gradient")
  default Tensor argwhere() {
    return ((Tensor) this).nonzero();
  }

  /** Whether each element occurs among those of another tensor, bool; NaN never does. */
  @NonDifferentiable("a truth value changes in jumps, between which its slope is 0")
  default Tensor isin(Tensor elements) {
    Tensor self = ((Tensor) this).detach();
    if (elements.numel() == 0) {
      return Tensor.zeros(DType.BOOL, self.shape());
    }
    return self.unsqueeze(-1).eq(elements.detach().reshape(-1)).any(-1);
  }

  /**
   * Parts along a dimension whose p-norm exceeds {@code maxNorm} are scaled down to it, by maxNorm
   * / (norm + 1e-7).
   */
  @Differentiable
  default Tensor renorm(double p, int dim, double maxNorm) {
    return Moves.renorm((Tensor) this, p, dim, maxNorm);
  }
}
