/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Indexing;

/** Sums of a tensor and a product, and the cross product. */
final class Blend {
  private Blend() {}

  /** beta · x + alpha · product; x is not read where beta is 0, so its NaN do not count. */
  static Tensor of(Tensor x, Tensor product, double beta, double alpha) {
    boolean truths = x.dtype() == DType.BOOL && product.dtype() == DType.BOOL;
    boolean whole = !x.dtype().isFloating() && !product.dtype().isFloating();
    double a = whole ? (long) alpha : alpha; // PyTorch cuts the fractions off for integers
    double b = whole ? (long) beta : beta;
    Tensor scaled = a == 1 ? product : Scalars.times(product, a);
    Tensor base = b == 0 ? Tensor.zerosLike(x) : b == 1 ? x : Scalars.times(x, b);
    Tensor sum = base.add(scaled);
    return truths ? sum.ne(0L) : sum;
  }

  static Tensor cross(Tensor x, Tensor y, int dim) {
    int rank = Math.max(x.dim(), y.dim());
    int fromEnd = dim < 0 ? dim : dim - rank;
    if (x.size(fromEnd) != 3 || y.size(fromEnd) != 3) {
      throw new ShapeException(
          "cross: vectors have three elements, but dimension %d of shapes %s and %s has %d and %d"
              .formatted(
                  dim,
                  Layouts.text(x.shape()),
                  Layouts.text(y.shape()),
                  x.size(fromEnd),
                  y.size(fromEnd)));
    }
    return turned(x, fromEnd, 1)
        .mul(turned(y, fromEnd, 2))
        .sub(turned(x, fromEnd, 2).mul(turned(y, fromEnd, 1)));
  }

  /** Element (i + by) mod 3 in the place of element i. */
  private static Tensor turned(Tensor x, int dim, int by) {
    long[] shape = new long[x.dim()];
    Arrays.fill(shape, 1);
    shape[x.dim() + dim] = 3;
    Tensor order = Tensor.of(by, (by + 1) % 3, (by + 2) % 3).reshape(shape).expand(x.shape());
    return Recorder.apply(Indexing.GATHER, new Object[] {(long) dim}, x, order);
  }
}
