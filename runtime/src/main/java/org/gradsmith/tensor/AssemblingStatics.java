/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.ir.DType;

/**
 * Tensor's static methods that assemble larger tensors: {@code Tensor.blockDiag}, {@code
 * Tensor.cartesianProd}, ...
 */
public abstract sealed class AssemblingStatics extends CombiningStatics permits Tensor {
  AssemblingStatics() {}

  /** The tensors behind each other along dimension 2, each of at least three dimensions. */
  @Differentiable
  public static Tensor dstack(List<Tensor> tensors) {
    List<Tensor> parts = new ArrayList<>();
    for (Tensor x : tensors) {
      parts.add(x.atLeast3d());
    }
    return cat(parts, 2);
  }

  /** The tensors side by side; numbers and vectors (N) are columns (N, 1). */
  @Differentiable
  public static Tensor columnStack(List<Tensor> tensors) {
    List<Tensor> columns = new ArrayList<>();
    for (Tensor x : tensors) {
      columns.add(x.dim() < 2 ? x.reshape(-1, 1) : x);
    }
    return cat(columns, 1);
  }

  /** The tensors' expansions under their broadcast shape, which this returns. */
  public static long[] broadcastShapes(long[]... shapes) {
    long[] common = {};
    for (long[] shape : shapes) {
      common = Layouts.broadcast(common, shape);
    }
    return common;
  }

  /** All ways to take one element of each vector: one row each, or a copy of a lone vector. */
  @Differentiable
  public static Tensor cartesianProd(List<Tensor> vectors) {
    for (Tensor vector : vectors) {
      if (vector.dim() != 1) {
        throw new ShapeException(
            "cartesianProd: takes vectors, but got shape " + Layouts.text(vector.shape()));
      }
    }
    if (vectors.size() == 1) {
      return vectors.getFirst().copy();
    }
    List<Tensor> columns = new ArrayList<>();
    for (Tensor x : Tensor.meshgrid(vectors)) {
      columns.add(x.reshape(-1));
    }
    return stack(columns, 1);
  }

  /** The matrices along a diagonal, 0 elsewhere; numbers and vectors count as one row. */
  @Differentiable
  public static Tensor blockDiag(List<Tensor> tensors) {
    List<Tensor> rows = new ArrayList<>();
    List<Tensor> blocks = new ArrayList<>();
    for (Tensor x : tensors) {
      blocks.add(x.atLeast2d());
    }
    long width = blocks.stream().mapToLong(x -> x.size(1)).sum();
    DType dtype = Promotion.of(tensors.toArray(Tensor[]::new));
    long before = 0;
    for (Tensor block : blocks) {
      if (block.dim() != 2) {
        throw new ShapeException(
            "blockDiag: takes matrices, vectors and numbers, but got shape "
                + Layouts.text(block.shape()));
      }
      long height = block.size(0);
      Tensor left = Tensor.zeros(dtype, height, before);
      before += block.size(1);
      rows.add(cat(List.of(left, block.to(dtype), Tensor.zeros(dtype, height, width - before)), 1));
    }
    return cat(rows, 0);
  }

  /** Kronecker's product: every element of x times the whole of y; shapes multiply. */
  @Differentiable
  public static Tensor kron(Tensor x, Tensor y) {
    return Linalg.kron(x, y);
  }

  /** Rows and columns of the places on and below a diagonal of a matrix: (2, count), int64. */
  public static Tensor trilIndices(long rows, long columns, long offset) {
    return triangle(rows, columns, offset, true);
  }

  /** Rows and columns of the places on and above a diagonal of a matrix: (2, count), int64. */
  public static Tensor triuIndices(long rows, long columns, long offset) {
    return triangle(rows, columns, offset, false);
  }

  private static Tensor triangle(long rows, long columns, long offset, boolean lower) {
    if (rows < 0 || columns < 0) {
      throw new ShapeException(
          "%s: sizes are not negative, but the matrix is (%d, %d)"
              .formatted(lower ? "trilIndices" : "triuIndices", rows, columns));
    }
    List<long[]> places = new ArrayList<>();
    for (long row = 0; row < rows; row++) {
      long from = lower ? 0 : Math.max(0, row + offset);
      long to = lower ? Math.min(columns, row + offset + 1) : columns;
      for (long column = from; column < to; column++) {
        places.add(new long[] {row, column});
      }
    }
    long[] flat = new long[2 * places.size()];
    for (int i = 0; i < places.size(); i++) {
      flat[i] = places.get(i)[0];
      flat[places.size() + i] = places.get(i)[1];
    }
    return Tensor.from(flat, 2, places.size());
  }

  /**
   * The bucket of each value between ascending boundaries (n), int64: the first i with value ≤
   * boundaries[i], or value &lt; boundaries[i] if {@code right}.
   */
  @NonDifferentiable("integers carry no gradient")
  public static Tensor bucketize(Tensor values, Tensor boundaries, boolean right) {
    if (boundaries.dim() != 1) {
      throw new ShapeException(
          "bucketize: boundaries are a vector, but have shape " + Layouts.text(boundaries.shape()));
    }
    return searchsorted(boundaries, values, right);
  }

  /** {@code steps} powers of the base, from base^start to base^end, exponents evenly spaced. */
  public static Tensor logspace(double start, double end, int steps, double base) {
    Tensor exponents =
        linspace(new TensorOptions(DType.FLOAT64, Device.CPU, false), start, end, steps);
    return Tensor.scalar(base).to(DType.FLOAT64).pow(exponents).to(Tensor.defaultDtype());
  }
}
