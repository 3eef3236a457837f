/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Matrices;

/** Products of tensors of any number of dimensions, made of products of matrices. */
final class Products {
  private Products() {}

  /**
   * PyTorch's matmul: vectors are rows on the left and columns on the right, leading dimensions
   * count matrices and broadcast.
   */
  @Differentiable
  static Tensor matmul(Tensor a, Tensor b) {
    if (a.dim() == 0 || b.dim() == 0) {
      throw new ShapeException(
          "matmul: both operands need at least one dimension, but they have shapes %s and %s; use mul for numbers"
              .formatted(Layouts.text(a.shape()), Layouts.text(b.shape())));
    }
    if (a.dim() == 2 && b.dim() == 2) {
      return Recorder.apply(LinearAlgebra.MATMUL, new Object[0], a, b);
    }
    if (a.dim() == 1 && b.dim() == 1) {
      return dot("matmul", a, b);
    }
    if (a.dim() == 1) {
      Tensor product = matmul(a.reshape(1, a.numel()), b);
      return product.reshape(without(product.shape(), product.dim() - 2));
    }
    if (b.dim() == 1) {
      Tensor product = matmul(a, b.reshape(b.numel(), 1));
      return product.reshape(without(product.shape(), product.dim() - 1));
    }
    return b.dim() == 2 ? rowsTimesMatrix(a, b) : batched(a, b);
  }

  /** The leading dimensions of a count rows: one product of two matrices. */
  private static Tensor rowsTimesMatrix(Tensor a, Tensor b) {
    long[] shape = a.shape();
    long rows = 1;
    for (int i = 0; i < shape.length - 1; i++) {
      rows *= shape[i];
    }
    Tensor product =
        Recorder.apply(
            LinearAlgebra.MATMUL, new Object[0], a.reshape(rows, shape[shape.length - 1]), b);
    shape[shape.length - 1] = b.size(1);
    return product.reshape(shape);
  }

  private static Tensor batched(Tensor a, Tensor b) {
    long[] leading = Layouts.broadcast(leading(a), leading(b));
    return Recorder.apply(Matrices.BMM, new Object[0], expanded(a, leading), expanded(b, leading));
  }

  static long[] leading(Tensor x) {
    return Arrays.copyOf(x.shape(), Math.max(x.dim() - 2, 0));
  }

  @Differentiable
  static Tensor expanded(Tensor x, long[] leading) {
    long[] shape = Arrays.copyOf(leading, leading.length + 2);
    shape[leading.length] = x.size(-2);
    shape[leading.length + 1] = x.size(-1);
    return Arrays.equals(shape, x.shape()) ? x : x.expand(shape);
  }

  static long[] without(long[] shape, int dim) {
    long[] result = new long[shape.length - 1];
    System.arraycopy(shape, 0, result, 0, dim);
    System.arraycopy(shape, dim + 1, result, dim, result.length - dim);
    return result;
  }

  @Differentiable
  static Tensor dot(String op, Tensor a, Tensor b) {
    if (a.dim() != 1 || b.dim() != 1 || a.numel() != b.numel()) {
      throw new ShapeException(
          "%s: takes two vectors of one length, but they have shapes %s and %s"
              .formatted(op, Layouts.text(a.shape()), Layouts.text(b.shape())));
    }
    Tensor product = matmul(a.reshape(1, a.numel()), b.reshape(b.numel(), 1));
    return product.reshape();
  }

  @Differentiable
  static Tensor inner(Tensor a, Tensor b) {
    if (a.dim() == 0 || b.dim() == 0) {
      return a.mul(b);
    }
    int[] last = {-1};
    return tensordot(a, b, last, last);
  }

  /** The sum over pairs of dimensions of the products of all other ones. */
  @Differentiable
  static Tensor tensordot(Tensor a, Tensor b, int[] dimsA, int[] dimsB) {
    if (dimsA.length != dimsB.length) {
      throw new ShapeException(
          "tensordot: %d dimensions of the first and %d of the second operand are no pairs"
              .formatted(dimsA.length, dimsB.length));
    }
    int[] summedA = normalized(dimsA, a);
    int[] summedB = normalized(dimsB, b);
    for (int i = 0; i < summedA.length; i++) {
      long sizeA = a.shape()[summedA[i]];
      long sizeB = b.shape()[summedB[i]];
      if (sizeA == 1 && sizeB != 1) { // a size of 1 stands for any number of equal elements
        return tensordot(a, b.sum(new long[] {summedB[i]}, true, b.dtype()), dimsA, dimsB);
      }
      if (sizeB == 1 && sizeA != 1) {
        return tensordot(a.sum(new long[] {summedA[i]}, true, a.dtype()), b, dimsA, dimsB);
      }
    }
    long depth = 1;
    for (int i = 0; i < summedA.length; i++) {
      long size = a.shape()[summedA[i]];
      if (size != b.shape()[summedB[i]]) {
        throw new ShapeException(
            "tensordot: dimension %d of %s has size %d, but dimension %d of %s has size %d"
                .formatted(
                    summedA[i],
                    Layouts.text(a.shape()),
                    size,
                    summedB[i],
                    Layouts.text(b.shape()),
                    b.shape()[summedB[i]]));
      }
      depth *= size;
    }
    int[] freeA = others(summedA, a.dim());
    int[] freeB = others(summedB, b.dim());
    Tensor left = a.permute(joined(freeA, summedA));
    Tensor right = b.permute(joined(summedB, freeB));
    long rows = sizes(a, freeA);
    long columns = sizes(b, freeB);
    Tensor product = matmul(left.reshape(rows, depth), right.reshape(depth, columns));
    long[] shape = new long[freeA.length + freeB.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i < freeA.length ? a.shape()[freeA[i]] : b.shape()[freeB[i - freeA.length]];
    }
    return product.reshape(shape);
  }

  static int[] normalized(int[] dims, Tensor x) {
    return Arrays.stream(dims).map(d -> Layouts.dimension("tensordot", d, x.dim())).toArray();
  }

  static int[] others(int[] dims, int rank) {
    return IntStream.range(0, rank)
        .filter(d -> Arrays.stream(dims).noneMatch(s -> s == d))
        .toArray();
  }

  static long[] joined(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).asLongStream().toArray();
  }

  static long sizes(Tensor x, int[] dims) {
    return Arrays.stream(dims).mapToLong(d -> x.shape()[d]).reduce(1, (p, q) -> p * q);
  }

  /** Vectors of three elements along a dimension; shapes broadcast. */
  @Differentiable
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
    return x.indexSelect(dim, Tensor.of(by, (by + 1) % 3, (by + 2) % 3));
  }
}
