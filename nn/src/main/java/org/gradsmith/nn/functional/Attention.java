/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Attentions;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Attention (Vaswani and others, 2017). */
public final class Attention {
  private Attention() {}

  /**
   * softmax(q·kᵀ·scale + mask) · v over the last two dimensions: (..., L, E), (..., S, E) and (...,
   * S, V) give (..., L, V). Without a mask, and where no leading dimension is broadcast, the
   * weights (..., L, S) are never in memory as a whole ({@link Tensor#attention}).
   *
   * @param mask of a shape that broadcasts to (..., L, S): truths, where false is left out, or
   *     numbers to add
   * @param causal whether place i sees places up to i only
   * @param scale null means 1/√E
   */
  @Differentiable
  public static Tensor scaledDotProduct(
      Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal, @Nullable Double scale) {
    double factor = scale == null ? 1 / Math.sqrt((double) q.size(-1)) : scale;
    if (mask == null && areAlike(q, k, v)) {
      return q.attention(k, v, factor, causal ? 0 : Attentions.ALL_AHEAD);
    }
    Tensor scores = q.matmul(k.transpose(-2, -1)).mul(factor);
    if (causal) {
      if (mask != null) {
        throw new IllegalArgumentException(
            "scaledDotProduct: give either a mask or causal, not both");
      }
      Tensor seen = Tensor.ones(q.size(-2), k.size(-2)).tril(0).ne(0L);
      return hidden(scores, seen).matmul(v);
    }
    if (mask == null) {
      return scores.softmax(-1).matmul(v);
    }
    return mask.dtype() == DType.BOOL
        ? hidden(scores, mask).matmul(v)
        : scores.add(mask).softmax(-1).matmul(v);
  }

  /** Whether there are as many matrices of each, and none is broadcast. */
  @NonDifferentiable
  static boolean areAlike(Tensor q, Tensor k, Tensor v) {
    int leading = q.dim() - 2;
    return leading >= 0
        && k.dim() == q.dim()
        && v.dim() == q.dim()
        && Arrays.equals(q.shape(), 0, leading, k.shape(), 0, leading)
        && Arrays.equals(q.shape(), 0, leading, v.shape(), 0, leading);
  }

  /** The weights over what is seen; zeros where nothing is. */
  private static Tensor hidden(Tensor scores, Tensor seen) {
    Tensor weights = Tensor.where(seen, scores, Double.NEGATIVE_INFINITY).softmax(-1);
    return Tensor.where(seen.any(new long[] {-1}, true), weights, 0);
  }
}
