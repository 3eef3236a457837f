/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Losses of a prediction against numbers. The reduction puts the losses of all elements together.
 */
public final class LossFunctions {
  private static final double LEAST_LOGARITHM = -100;
  private static final double LEAST_SLOPE = 1e-12;

  private LossFunctions() {}

  /** All losses, their mean or their sum. */
  @Differentiable
  static Tensor reduced(Tensor losses, Reduction reduction) {
    return switch (reduction) {
      case NONE -> losses;
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
    };
  }

  /** (input − target)². */
  @Differentiable
  public static Tensor mseLoss(Tensor input, Tensor target, Reduction reduction) {
    return reduced(input.sub(target).square(), reduction);
  }

  /** |input − target|. */
  @Differentiable
  public static Tensor l1Loss(Tensor input, Tensor target, Reduction reduction) {
    return reduced(input.sub(target).abs(), reduction);
  }

  /** d² / (2·beta) where |d| &lt; beta, else |d| − beta / 2; d is input − target. */
  @Differentiable
  public static Tensor smoothL1Loss(Tensor input, Tensor target, Reduction reduction, double beta) {
    requireNotNegative("smoothL1Loss", "beta", beta);
    if (beta == 0) {
      return l1Loss(input, target, reduction);
    }
    Tensor d = input.sub(target);
    Tensor far = d.abs().sub(0.5 * beta);
    Tensor losses = Tensor.where(d.abs().lt(beta), d.square().mul(0.5).div(beta), far);
    return reduced(losses, reduction);
  }

  /** d² / 2 where |d| &lt; delta, else delta·(|d| − delta / 2); d is input − target. */
  @Differentiable
  public static Tensor huberLoss(Tensor input, Tensor target, Reduction reduction, double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("huberLoss: delta must be positive, but is " + delta);
    }
    Tensor d = input.sub(target);
    Tensor far = d.abs().sub(0.5 * delta).mul(delta);
    return reduced(Tensor.where(d.abs().lt(delta), d.square().mul(0.5), far), reduction);
  }

  /**
   * −(t·log x + (1 − t)·log(1 − x)), each logarithm at least −100. The slope by x is (x − t) /
   * max(x·(1 − x), 1e-12), as in PyTorch, so that it stays finite at 0 and 1.
   */
  @Differentiable
  public static Tensor binaryCrossEntropy(
      Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction) {
    if (!Arrays.equals(input.shape(), target.shape())) {
      throw new ShapeException(
          "binaryCrossEntropy: input %s and target %s must have the same shape"
              .formatted(Arrays.toString(input.shape()), Arrays.toString(target.shape())));
    }
    Tensor fixed = input.detach();
    Tensor inside = fixed.mul(fixed.neg().add(1.0)).gt(LEAST_SLOPE);
    Tensor smooth = logarithms(Tensor.where(inside, input, 0.5), target);
    Tensor slope = fixed.sub(target).div(LEAST_SLOPE);
    Tensor edge = logarithms(fixed, target).add(input.sub(fixed).mul(slope));
    return reduced(weighted(Tensor.where(inside, smooth, edge), weight), reduction);
  }

  private static Tensor logarithms(Tensor x, Tensor target) {
    Tensor zero = target.sub(1.0).mul(x.neg().log1p().clampMin(LEAST_LOGARITHM));
    return zero.sub(target.mul(x.log().clampMin(LEAST_LOGARITHM)));
  }

  /** Binary cross-entropy of sigmoid(input), computed without overflow. */
  @Differentiable
  public static Tensor binaryCrossEntropyWithLogits(
      Tensor input,
      Tensor target,
      @Nullable Tensor weight,
      @Nullable Tensor positiveWeight,
      Reduction reduction) {
    Tensor logarithm = input.logSigmoid();
    if (positiveWeight != null) {
      logarithm = logarithm.mul(positiveWeight.sub(1.0).mul(target).add(1.0));
    }
    Tensor losses = target.neg().add(1.0).mul(input).sub(logarithm);
    return reduced(weighted(losses, weight), reduction);
  }

  private static Tensor weighted(Tensor losses, @Nullable Tensor weight) {
    return weight == null ? losses : losses.mul(weight);
  }

  /**
   * target·(log target − input), element by element; with {@code logTarget} the target holds
   * logarithms too.
   */
  @Differentiable
  public static Tensor klDiv(Tensor input, Tensor target, Reduction reduction, boolean logTarget) {
    Tensor losses =
        logTarget
            ? target.exp().mul(target.sub(input))
            : target.xlogy(target).sub(target.mul(input));
    return reduced(losses, reduction);
  }

  /** The sum of {@link #klDiv} divided by the batch size. */
  @Differentiable
  public static Tensor klDivBatchMean(Tensor input, Tensor target, boolean logTarget) {
    Tensor sum = klDiv(input, target, Reduction.SUM, logTarget);
    return input.dim() == 0 ? sum : sum.div((double) input.size(0));
  }

  /**
   * (log v + (input − target)² / v) / 2 with v the variance, at least {@code eps}; the bound does
   * not enter the gradient. {@code full} adds the constant log(2π) / 2.
   */
  @Differentiable
  public static Tensor gaussianNllLoss(
      Tensor input, Tensor target, Tensor variance, boolean full, double eps, Reduction reduction) {
    Tensor v = variance;
    if (v.dim() == input.dim() - 1 && input.size(input.dim() - 1) != 1 && v.dim() > 0) {
      long[] shape = Arrays.copyOf(v.shape(), v.dim() + 1);
      shape[v.dim()] = 1;
      boolean rows = Arrays.equals(v.shape(), Arrays.copyOf(input.shape(), input.dim() - 1));
      v = rows ? v.reshape(shape) : v;
    }
    Tensor fixed = v.detach();
    if (fixed.lt(0.0).any().item() != 0) {
      throw new IllegalArgumentException("gaussianNllLoss: a variance is negative");
    }
    Tensor bounded = v.add(fixed.clampMin(eps).sub(fixed));
    Tensor losses = bounded.log().add(input.sub(target).square().div(bounded)).mul(0.5);
    return reduced(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses, reduction);
  }

  /**
   * exp(input) − target·input if the input is a logarithm, else input − target·log(input + eps);
   * {@code full} adds Stirling's approximation of log(target!) where the target exceeds 1.
   */
  @Differentiable
  public static Tensor poissonNllLoss(
      Tensor input,
      Tensor target,
      boolean logInput,
      boolean full,
      double eps,
      Reduction reduction) {
    Tensor losses =
        logInput ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()));
    if (full) {
      Tensor many = target.gt(1.0);
      Tensor t = Tensor.where(many, target, 1.0);
      Tensor root = t.mul(2 * Math.PI).log().mul(0.5);
      losses = losses.add(Tensor.where(many, t.mul(t.log()).sub(t).add(root), 0.0));
    }
    return reduced(losses, reduction);
  }

  /** input where the target is 1, max(0, margin − input) where it is −1. */
  @Differentiable
  public static Tensor hingeEmbeddingLoss(
      Tensor input, Tensor target, double margin, Reduction reduction) {
    Tensor hinge = input.neg().add(margin).clampMin(0.0);
    Tensor losses =
        Tensor.where(target.ne(1.0), hinge, 0.0).add(Tensor.where(target.ne(-1.0), input, 0.0));
    return reduced(losses, reduction);
  }

  /** max(0, −target·(input1 − input2) + margin). */
  @Differentiable
  public static Tensor marginRankingLoss(
      Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
    Tensor losses = target.neg().mul(input1.sub(input2)).add(margin).clampMin(0.0);
    return reduced(losses, reduction);
  }

  /**
   * 1 − cos where the target is 1, max(0, cos − margin) where it is −1, along the last dimension.
   */
  @Differentiable
  public static Tensor cosineEmbeddingLoss(
      Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
    Tensor product = input1.mul(input2).sum(-1);
    Tensor first = input1.square().sum(-1).add(LEAST_SLOPE);
    Tensor second = input2.square().sum(-1).add(LEAST_SLOPE);
    Tensor cosine = product.div(first.mul(second).sqrt());
    Tensor alike = Tensor.where(target.eq(1.0), cosine.neg().add(1.0), 0.0);
    Tensor unlike = Tensor.where(target.eq(-1.0), cosine.sub(margin).clampMin(0.0), 0.0);
    return reduced(alike.add(unlike), reduction);
  }

  /**
   * max(0, d(anchor, positive) − d(anchor, negative) + margin) with distances of norm p; with
   * {@code swap} the distance of positive and negative counts where it is smaller.
   */
  @Differentiable
  public static Tensor tripletMarginLoss(
      Tensor anchor,
      Tensor positive,
      Tensor negative,
      double margin,
      double p,
      double eps,
      boolean swap,
      Reduction reduction) {
    Tensor near = Distances.pairwiseDistance(anchor, positive, p, eps, false);
    Tensor far = Distances.pairwiseDistance(anchor, negative, p, eps, false);
    if (swap) {
      far = far.minimum(Distances.pairwiseDistance(positive, negative, p, eps, false));
    }
    return reduced(near.sub(far).add(margin).clampMin(0.0), reduction);
  }

  /** log(1 + exp(−target·input)). */
  @Differentiable
  public static Tensor softMarginLoss(Tensor input, Tensor target, Reduction reduction) {
    return reduced(target.neg().mul(input).exp().log1p(), reduction);
  }

  /** Binary cross-entropy with logits, averaged over the classes along the last dimension. */
  @Differentiable
  public static Tensor multilabelSoftMarginLoss(
      Tensor input, Tensor target, @Nullable Tensor weight, Reduction reduction) {
    Tensor losses =
        binaryCrossEntropyWithLogits(input, target, weight, null, Reduction.NONE).mean(-1);
    return reduced(losses, reduction);
  }

  static void requireNotNegative(String op, String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "%s: %s must not be negative, but is %s".formatted(op, name, value));
    }
  }
}
