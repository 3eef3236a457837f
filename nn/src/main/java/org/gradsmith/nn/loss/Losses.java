/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.loss;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.Tensor;

/** Loss functions, as in PyTorch's {@code torch.nn.functional}. */
public final class Losses {
  private Losses() {}

  /** The mean over the batch of −log softmax(logits)[target]. */
  @Differentiable
  public static Tensor crossEntropy(Tensor logits, Tensor target) {
    return crossEntropy(logits, target, Reduction.MEAN);
  }

  /**
   * −log softmax(logits)[target], put together by the reduction. Logits are (N, C) with int64 class
   * numbers (N), or (C) with one class number ().
   */
  @Differentiable
  public static Tensor crossEntropy(Tensor logits, Tensor target, Reduction reduction) {
    requireClasses("crossEntropy", "logits", logits, target);
    return nllLoss(logits.logSoftmax(-1), target, reduction);
  }

  /** The mean over the batch of −logProbabilities[target]. */
  @Differentiable
  public static Tensor nllLoss(Tensor logProbabilities, Tensor target) {
    return nllLoss(logProbabilities, target, Reduction.MEAN);
  }

  /** −logProbabilities[target]; shapes as in {@link #crossEntropy(Tensor, Tensor, Reduction)}. */
  @Differentiable
  public static Tensor nllLoss(Tensor logProbabilities, Tensor target, Reduction reduction) {
    requireClasses("nllLoss", "logProbabilities", logProbabilities, target);
    if (logProbabilities.dim() == 2) {
      return logProbabilities.nllLoss(target, reduction);
    }
    Tensor one = logProbabilities.view(1, -1).nllLoss(target.view(1), reduction);
    return one.dim() == 0 ? one : one.view();
  }

  /** The mean of (input − target)² over all elements. */
  @Differentiable
  public static Tensor mse(Tensor input, Tensor target) {
    return mse(input, target, Reduction.MEAN);
  }

  /** (input − target)², put together by the reduction; both have the same shape. */
  @Differentiable
  public static Tensor mse(Tensor input, Tensor target, Reduction reduction) {
    if (!Arrays.equals(input.shape(), target.shape())) {
      throw new IllegalArgumentException(
          "mse: input %s and target %s must have the same shape; reshape one of them"
              .formatted(Arrays.toString(input.shape()), Arrays.toString(target.shape())));
    }
    Tensor difference = input.sub(target);
    Tensor squares = difference.mul(difference);
    return switch (reduction) {
      case NONE -> squares;
      case MEAN -> squares.mean();
      case SUM -> squares.sum();
    };
  }

  static void requireClasses(String loss, String name, Tensor scores, Tensor target) {
    int rank = scores.dim();
    if (rank != 1 && rank != 2) {
      throw new IllegalArgumentException(
          "%s: %s must be (N, C) or (C), not %s"
              .formatted(loss, name, Arrays.toString(scores.shape())));
    }
    if (target.dim() != rank - 1) {
      throw new IllegalArgumentException(
          "%s: %s %s go with class numbers %s, but target is %s"
              .formatted(
                  loss,
                  name,
                  Arrays.toString(scores.shape()),
                  rank == 2 ? "[" + scores.size(0) + "]" : "[]",
                  Arrays.toString(target.shape())));
    }
    if (target.dtype() != DType.INT64) {
      throw new IllegalArgumentException(
          "%s: target must hold int64 class numbers, not %s; convert with to(DType.INT64)"
              .formatted(loss, target.dtype()));
    }
  }
}
