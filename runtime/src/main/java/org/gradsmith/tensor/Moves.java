/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Indexing;

/** Data movement made of indexing. */
final class Moves {
  /** Keeps the quotient of a norm finite, as in PyTorch. */
  private static final double NORM_GUARD = 1e-7;

  private Moves() {}

  @Differentiable
  static Tensor roll(Tensor x, long[] shifts, int[] dims) {
    if (shifts.length != dims.length) {
      throw new ShapeException(
          "roll: takes one shift per dimension, but got %d shifts and %d dimensions"
              .formatted(shifts.length, dims.length));
    }
    Tensor result = x;
    for (int i = 0; i < dims.length; i++) {
      int at = Layouts.dimension("roll", dims[i], x.dim());
      long size = x.size(at);
      long start = size == 0 ? 0 : Math.floorMod(-shifts[i], size);
      if (start != 0) {
        Tensor places = Tensor.arange(size).add(start).remainder(size);
        result = result.indexSelect(at, places);
      }
    }
    return result == x ? Elements.copy(x) : result;
  }

  @Differentiable
  static Tensor flipped(String op, Tensor x, int dim) {
    if (x.dim() <= dim) {
      throw new ShapeException(
          "%s: takes at least %d dimensions, but x has shape %s"
              .formatted(op, dim + 1, Layouts.text(x.shape())));
    }
    return x.flip(dim);
  }

  @Differentiable
  static Tensor takeAlongDim(Tensor x, Tensor index, int dim) {
    if (x.dim() != index.dim()) {
      throw new ShapeException(
          "takeAlongDim: x and index have the same number of dimensions, but their shapes are %s and %s"
              .formatted(Layouts.text(x.shape()), Layouts.text(index.shape())));
    }
    int at = Layouts.dimension("takeAlongDim", dim, x.dim());
    long[] flatX = x.shape();
    long[] flatIndex = index.shape();
    long sizeX = flatX[at];
    long sizeIndex = flatIndex[at];
    flatX[at] = 1;
    flatIndex[at] = 1;
    long[] common = Layouts.broadcast(flatX, flatIndex);
    long[] shapeX = common.clone();
    shapeX[at] = sizeX;
    common[at] = sizeIndex;
    Tensor fromFront = Tensor.where(index.lt(0L), index.add(sizeX), index);
    return x.expand(shapeX).gather(at, fromFront.expand(common));
  }

  @Differentiable
  static Tensor put(Tensor x, Tensor positions, Tensor source, boolean accumulate) {
    if (positions.numel() != source.numel()) {
      throw new ShapeException(
          "put: takes one element of source per position, but there are %d positions and %d elements"
              .formatted(positions.numel(), source.numel()));
    }
    Tensor flat = positions.reshape(-1);
    Tensor elements = source.reshape(-1);
    long count = x.numel();
    // counted from the end and out of range are told apart by reading there
    Tensor places = Tensor.arange(count).take(flat);
    if (!accumulate) {
      return Positions.put(x, elements, places);
    }
    requireDtype("put", x, source);
    Object[] attributes = {new long[] {count}, 0L};
    Tensor sums = Recorder.apply(Indexing.SCATTER_SUM, attributes, elements, places);
    return x.add(sums.reshape(x.shape()));
  }

  @Differentiable
  static Tensor written(String op, Tensor x, Tensor source, Tensor positions) {
    if (!Arrays.equals(source.shape(), positions.shape())) {
      throw new ShapeException(
          "%s: the part of x %s to be replaced has shape %s, but source has shape %s"
              .formatted(
                  op,
                  Layouts.text(x.shape()),
                  Layouts.text(positions.shape()),
                  Layouts.text(source.shape())));
    }
    return Positions.put(x, source, positions);
  }

  static void requireDtype(String op, Tensor x, Tensor source) {
    if (x.dtype() != source.dtype()) {
      throw new DTypeException(
          "%s: source must have x's dtype %s, but has %s; convert it with to(DType)"
              .formatted(op, x.dtype(), source.dtype()));
    }
  }

  @Differentiable
  static Tensor renorm(Tensor x, double p, int dim, double maxNorm) {
    if (x.dim() < 2 || !(p > 0) || !(maxNorm >= 0)) {
      throw new IllegalArgumentException(
          "renorm: takes at least two dimensions, p > 0 and maxNorm >= 0, but got shape %s, p = %s and maxNorm = %s"
              .formatted(Layouts.text(x.shape()), p, maxNorm));
    }
    int at = Layouts.dimension("renorm", dim, x.dim());
    long[] others = new long[x.dim() - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i < at ? i : i + 1;
    }
    Tensor norm = x.norm(p, others, true);
    Tensor scale = norm.add(NORM_GUARD).reciprocal().mul(maxNorm);
    return x.mul(Tensor.where(norm.gt(maxNorm), scale, 1));
  }
}
