/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Losses of scores (N, C, K...) or (C) against class numbers (N, K...) or (), of dtype int64, or
 * against probabilities of the scores' shape.
 */
public final class Classification {
  /** What PyTorch leaves out unless told otherwise. */
  public static final long IGNORED = -100;

  private Classification() {}

  /**
   * Cross-entropy of softmax(input). A mean over class numbers is weighted by the targets' weights;
   * one over probabilities counts places.
   *
   * @param weight one number per class
   * @param ignoreIndex a class number that stands for no class: loss and gradient are 0 there
   * @param labelSmoothing the share that is spread evenly over all classes, from 0 to 1
   */
  @Differentiable
  public static Tensor crossEntropy(
      Tensor input,
      Tensor target,
      @Nullable Tensor weight,
      long ignoreIndex,
      Reduction reduction,
      double labelSmoothing) {
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw new IllegalArgumentException(
          "crossEntropy: labelSmoothing lies between 0 and 1, but is " + labelSmoothing);
    }
    int dim = classDim("crossEntropy", input);
    Tensor logarithms = input.logSoftmax(dim);
    if (target.dtype().isFloating()) {
      return probabilities(logarithms, target, weight, dim, reduction, labelSmoothing);
    }
    Tensor chosen = nll("crossEntropy", logarithms, target, weight, ignoreIndex, reduction);
    if (labelSmoothing == 0) {
      return chosen;
    }
    Tensor scores = weight == null ? logarithms : logarithms.mul(along(weight, input, dim));
    Tensor spread = scores.neg().sum(dim);
    Tensor kept = target.ne(ignoreIndex);
    Tensor smooth = Tensor.where(kept, spread, 0.0);
    if (reduction != Reduction.NONE) {
      smooth = smooth.sum();
    }
    if (reduction == Reduction.MEAN) {
      smooth = smooth.div(weights(target, weight, input, dim, kept).sum());
    }
    return chosen.mul(1 - labelSmoothing).add(smooth.mul(labelSmoothing / input.size(dim)));
  }

  private static Tensor probabilities(
      Tensor logarithms,
      Tensor target,
      @Nullable Tensor weight,
      int dim,
      Reduction reduction,
      double smoothing) {
    if (!Arrays.equals(logarithms.shape(), target.shape())) {
      throw new ShapeException(
          "crossEntropy: probabilities %s must have the shape of input %s"
              .formatted(Arrays.toString(target.shape()), Arrays.toString(logarithms.shape())));
    }
    double classes = logarithms.size(dim);
    Tensor t = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
    Tensor terms = logarithms.mul(t);
    if (weight != null) {
      terms = terms.mul(along(weight, logarithms, dim));
    }
    Tensor losses = terms.sum(dim).neg();
    return switch (reduction) {
      case NONE -> losses;
      case SUM -> losses.sum();
      case MEAN -> losses.sum().div((double) losses.numel());
    };
  }

  /** −input[target]; see {@link #crossEntropy} for the parameters. */
  @Differentiable
  public static Tensor nllLoss(
      Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction reduction) {
    return nll("nllLoss", input, target, weight, ignoreIndex, reduction);
  }

  private static Tensor nll(
      String op,
      Tensor input,
      Tensor target,
      @Nullable Tensor weight,
      long ignoreIndex,
      Reduction reduction) {
    int dim = classDim(op, input);
    requireClasses(op, input, target, dim, ignoreIndex);
    Tensor kept = target.ne(ignoreIndex);
    Tensor hit = hits(target, input, dim);
    Tensor losses = Tensor.where(hit, input, 0.0).sum(dim).neg();
    Tensor weights = weights(target, weight, input, dim, kept);
    // an ignored place counts nothing, be its scores infinite or its number a class's own
    losses = Tensor.where(kept, losses.mul(weights), 0.0);
    return switch (reduction) {
      case NONE -> losses;
      case SUM -> losses.sum();
      case MEAN -> losses.sum().div(weights.sum());
    };
  }

  static int classDim(String op, Tensor input) {
    if (input.dim() == 0) {
      throw new ShapeException(op + ": input must be (N, C, ...) or (C), but is a single number");
    }
    return input.dim() == 1 ? 0 : 1;
  }

  /** Where the class dimension's place is the target's class. */
  private static Tensor hits(Tensor target, Tensor input, int dim) {
    long[] shape = input.shape();
    shape[dim] = 1;
    Tensor numbers = along(Tensor.arange(input.size(dim)), input, dim);
    return target.reshape(shape).eq(numbers);
  }

  /** The weight of each target's class; 0 where the target is ignored. */
  private static Tensor weights(
      Tensor target, @Nullable Tensor weight, Tensor input, int dim, Tensor kept) {
    if (weight == null) {
      return kept.to(input.dtype());
    }
    Tensor own = Tensor.where(hits(target, input, dim), along(weight, input, dim), 0.0);
    return Tensor.where(kept, own.sum(dim), 0.0);
  }

  private static Tensor along(Tensor vector, Tensor input, int dim) {
    if (vector.dim() != 1 || vector.size(0) != input.size(dim)) {
      throw new ShapeException(
          "weight must have one number for each of the %d classes, but has shape %s"
              .formatted(input.size(dim), Arrays.toString(vector.shape())));
    }
    long[] shape = new long[input.dim()];
    Arrays.fill(shape, 1);
    shape[dim] = -1;
    return vector.reshape(shape);
  }

  static void requireClasses(String op, Tensor input, Tensor target, int dim, long ignoreIndex) {
    long[] expected = new long[input.dim() - 1];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = input.size(i < dim ? i : i + 1);
    }
    if (target.dtype() != DType.INT64 || !Arrays.equals(expected, target.shape())) {
      throw new ShapeException(
          "%s: input %s goes with int64 class numbers %s, but target is %s %s"
              .formatted(
                  op,
                  Arrays.toString(input.shape()),
                  Arrays.toString(expected),
                  target.dtype(),
                  Arrays.toString(target.shape())));
    }
    for (long number : target.toLongArray()) {
      if (number != ignoreIndex && (number < 0 || number >= input.size(dim))) {
        throw new IndexException(
            "%s: target %d is no class; the input has classes 0 to %d"
                .formatted(op, number, input.size(dim) - 1));
      }
    }
  }
}
