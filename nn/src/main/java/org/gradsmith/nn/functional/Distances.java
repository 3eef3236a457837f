/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** How far vectors are apart, and vectors made of length 1. */
public final class Distances {
  private Distances() {}

  /** The p-norm of x1 − x2 + eps along the last dimension. */
  @Differentiable
  public static Tensor pairwiseDistance(
      Tensor x1, Tensor x2, double p, double eps, boolean keepDim) {
    return x1.sub(x2).add(eps).norm(p, new long[] {-1}, keepDim);
  }

  /** The cosine of the angle of x1 and x2 along a dimension; each norm counts as at least eps. */
  @Differentiable
  public static Tensor cosineSimilarity(Tensor x1, Tensor x2, int dim, double eps) {
    long[] shape = common(x1, x2);
    return unit(x1.expand(shape), dim, eps).mul(unit(x2.expand(shape), dim, eps)).sum(dim);
  }

  /** The shape to which both broadcast: the dimension counts in it, and so does its size. */
  static long[] common(Tensor x1, Tensor x2) {
    return x1.detach().add(x2.detach()).shape();
  }

  private static Tensor unit(Tensor x, int dim, double eps) {
    Tensor norm = x.norm(2, new long[] {dim}, true);
    // as in PyTorch, the bound replaces the value of the norm, not its gradient
    Tensor fixed = norm.detach();
    return x.div(norm.add(fixed.clampMin(eps).sub(fixed)));
  }

  /** x divided by its p-norm along a dimension, which counts as at least eps. */
  @Differentiable
  public static Tensor normalize(Tensor x, double p, int dim, double eps) {
    return x.div(x.norm(p, new long[] {dim}, true).clampMin(eps));
  }

  /** The p-norm distance of each of the P rows of x1 (..., P, M) to each of x2 (..., R, M). */
  @Differentiable
  public static Tensor cdist(Tensor x1, Tensor x2, double p) {
    int a = x1.dim();
    int b = x2.dim();
    if (a < 2 || b < 2 || x1.size(a - 1) != x2.size(b - 1)) {
      throw new ShapeException(
          "cdist: takes (..., P, M) and (..., R, M), but got %s and %s"
              .formatted(Arrays.toString(x1.shape()), Arrays.toString(x2.shape())));
    }
    return inserted(x1, a - 1).sub(inserted(x2, b - 2)).norm(p, new long[] {-1}, false);
  }

  /** The p-norm distances of rows i &lt; j of x (N, M), row by row: (N·(N - 1) / 2). */
  @Differentiable
  public static Tensor pdist(Tensor x, double p) {
    if (x.dim() != 2 || !(p >= 0)) {
      throw new ShapeException(
          "pdist: takes a matrix and p >= 0, but got shape %s and p = %s"
              .formatted(Arrays.toString(x.shape()), p));
    }
    Tensor pairs = Tensor.triuIndices(x.size(0), x.size(0), 1);
    Tensor first = x.indexSelect(0, pairs.select(0, 0));
    return first.sub(x.indexSelect(0, pairs.select(0, 1))).norm(p, new long[] {-1}, false);
  }

  private static Tensor inserted(Tensor x, int at) {
    long[] shape = new long[x.dim() + 1];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == at ? 1 : x.shape()[i < at ? i : i - 1];
    }
    return x.reshape(shape);
  }
}
