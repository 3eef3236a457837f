/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Joining;
import org.gradsmith.ir.op.NumberRows;
import org.gradsmith.ir.op.Selections;

/**
 * Tensor's static methods that take several tensors: {@code Tensor.cat}, {@code Tensor.where}, ...
 */
public abstract sealed class CombiningStatics extends DrawingStatics permits AssemblingStatics {
  CombiningStatics() {}

  /** x where the condition holds, else y; shapes broadcast. The other one gets no gradient. */
  @Op("where")
  public static Tensor where(Tensor condition, Tensor x, Tensor y) {
    return Recorder.apply(Selections.WHERE, new Object[0], truth(condition), x, y);
  }

  private static Tensor truth(Tensor condition) {
    boolean isTruth = condition.dtype() == DType.BOOL || condition.dtype() == DType.UINT8;
    return isTruth ? condition.to(DType.BOOL) : Scalars.mask(condition, "where");
  }

  /** x where the condition holds, else a number. */
  @Op("whereElseScalar")
  public static Tensor where(Tensor condition, Tensor x, double y) {
    return Recorder.apply(NumberRows.WHERE_ELSE_SCALAR, new Object[] {y}, truth(condition), x);
  }

  /** A number where the condition holds, else y. */
  @Op("whereScalar")
  public static Tensor where(Tensor condition, double x, Tensor y) {
    return Recorder.apply(NumberRows.WHERE_SCALAR, new Object[] {x}, truth(condition), y);
  }

  /** The tensors behind each other along a dimension; their other sizes are equal. */
  @Differentiable
  @Op("cat")
  public static Tensor cat(List<Tensor> tensors, int dim) {
    if (tensors.isEmpty()) {
      throw new ShapeException("cat: joins at least one tensor, but was given none");
    }
    // a tensor of shape (0) joins anything
    Tensor[] joined =
        tensors.stream().filter(x -> x.dim() != 1 || x.numel() > 0).toArray(Tensor[]::new);
    Tensor[] operands = joined.length == 0 ? tensors.toArray(Tensor[]::new) : joined;
    return Recorder.apply(Joining.CAT, new Object[] {(long) dim}, operands);
  }

  /** Tensors of one shape along a new dimension. */
  @Differentiable
  public static Tensor stack(List<Tensor> tensors, int dim) {
    List<Tensor> parts = new ArrayList<>();
    for (Tensor x : tensors) {
      parts.add(x.unsqueeze(dim));
    }
    return cat(parts, dim);
  }

  /** The tensors side by side: along dimension 1, or 0 if they have no other. */
  @Differentiable
  public static Tensor hstack(List<Tensor> tensors) {
    List<Tensor> rows = new ArrayList<>();
    for (Tensor x : tensors) {
      rows.add(x.dim() == 0 ? x.reshape(1) : x);
    }
    return cat(rows, rows.getFirst().dim() == 1 ? 0 : 1);
  }

  /** The tensors below each other; those of one dimension are rows. */
  @Differentiable
  public static Tensor vstack(List<Tensor> tensors) {
    List<Tensor> rows = new ArrayList<>();
    for (Tensor x : tensors) {
      rows.add(x.dim() < 2 ? x.reshape(1, -1) : x);
    }
    return cat(rows, 0);
  }

  /** All tensors expanded to their common shape. */
  @Differentiable
  public static List<Tensor> broadcastTensors(List<Tensor> tensors) {
    long[] shape = {};
    for (Tensor x : tensors) {
      shape = Layouts.broadcast(shape, x.shape());
    }
    List<Tensor> expanded = new ArrayList<>();
    for (Tensor x : tensors) {
      expanded.add(x.expand(shape));
    }
    return expanded;
  }

  /**
   * Einstein's summation, as in {@code einsum("bij,bjk->bik", a, b)}: equal labels run together,
   * those that the result does not have are summed over, dots stand for dimensions that broadcast.
   */
  @Differentiable
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.of(equation, List.of(operands));
  }

  /**
   * As {@link #meshgrid(List)}; with {@code xy} the first two vectors change places in the grid's
   * shape, as on paper: result 0 then varies along dimension 1.
   */
  @Differentiable
  public static List<Tensor> meshgrid(List<Tensor> vectors, boolean xy) {
    if (!xy || vectors.size() < 2) {
      return meshgrid(vectors);
    }
    List<Tensor> swapped = new ArrayList<>(vectors);
    Collections.swap(swapped, 0, 1);
    List<Tensor> grid = meshgrid(swapped);
    Collections.swap(grid, 0, 1);
    return grid;
  }

  /** The coordinates of a grid over vectors, result i varying along dimension i. */
  @Differentiable
  public static List<Tensor> meshgrid(List<Tensor> vectors) {
    long[] grid = vectors.stream().mapToLong(Tensor::numel).toArray();
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < grid.length; i++) {
      long[] shape = new long[grid.length];
      Arrays.fill(shape, 1);
      shape[i] = grid[i];
      results.add(vectors.get(i).reshape(shape).expand(grid));
    }
    return results;
  }

  /**
   * Where each value would be inserted into a sorted sequence (..., n), int64: before equal
   * elements, or behind them if {@code right}. Values and sequences agree in all but the last
   * dimension, or there is one sequence for all. Integers beyond 2^53 are not told apart.
   */
  @NonDifferentiable("integers carry no gradient")
  public static Tensor searchsorted(Tensor sorted, Tensor values, boolean right) {
    return Searching.search(sorted, values, right);
  }
}
