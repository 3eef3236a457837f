/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Hinge losses of scores (N, C), or (C), against classes. */
public final class MarginLosses {
  private MarginLosses() {}

  /**
   * Σ over the other classes j of w[y] · max(0, margin - x[y] + x[j])^p / C, for the class y of
   * each row.
   *
   * @param target classes (N), or a number for scores (C); int64
   * @param p 1 or 2
   * @param weight w, one number per class (C), or null for 1
   */
  @Differentiable
  public static Tensor multiMarginLoss(
      Tensor input,
      Tensor target,
      int p,
      double margin,
      @Nullable Tensor weight,
      Reduction reduction) {
    if (p != 1 && p != 2) {
      throw new IllegalArgumentException("multiMarginLoss: p is 1 or 2, but is " + p);
    }
    Tensor scores = rows("multiMarginLoss", input);
    Tensor classes = target.reshape(-1);
    requireClasses("multiMarginLoss", scores, classes, 0);
    if (classes.numel() != scores.size(0)) {
      throw new ShapeException(
          "multiMarginLoss: input %s goes with one class per row, but target has shape %s"
              .formatted(Arrays.toString(input.shape()), Arrays.toString(target.shape())));
    }
    Tensor own = scores.gather(1, classes.unsqueeze(1));
    Tensor hinge = scores.sub(own).add(margin).clampMin(0.0);
    Tensor powers = p == 1 ? hinge : hinge.square();
    if (weight != null) {
      powers = powers.mul(weight.take(classes).unsqueeze(1));
    }
    Tensor other = classes.unsqueeze(1).ne(Tensor.arange(scores.size(1)));
    Tensor losses = Tensor.where(other, powers, 0.0).mean(1);
    return LossFunctions.reduced(shaped(losses, input), reduction);
  }

  /**
   * Σ over the classes y of a row and the other classes j of max(0, 1 - (x[y] - x[j])) / C.
   *
   * @param target classes of each row (N, C) or (C), int64, as many as come before the first -1
   */
  @Differentiable
  public static Tensor multilabelMarginLoss(Tensor input, Tensor target, Reduction reduction) {
    Tensor scores = rows("multilabelMarginLoss", input);
    if (!Arrays.equals(input.shape(), target.shape())) {
      throw new ShapeException(
          "multilabelMarginLoss: input and target have one shape, but theirs are %s and %s"
              .formatted(Arrays.toString(input.shape()), Arrays.toString(target.shape())));
    }
    Tensor classes = target.reshape(scores.shape());
    requireClasses("multilabelMarginLoss", scores, classes, -1);
    Tensor named = classes.lt(0L).to(DType.INT64).cumsum(1).eq(0L);
    Tensor safe = Tensor.where(named, classes, Tensor.zerosLike(classes));
    // (N, C, C): named place, class
    Tensor hits =
        safe.unsqueeze(2).eq(Tensor.arange(scores.size(1))).logicalAnd(named.unsqueeze(2));
    Tensor isOwn = hits.any(1);
    Tensor own = scores.gather(1, safe).unsqueeze(2);
    Tensor hinge = scores.unsqueeze(1).sub(own).add(1.0).clampMin(0.0);
    Tensor counted = named.unsqueeze(2).logicalAnd(isOwn.logicalNot().unsqueeze(1));
    Tensor sums = Tensor.where(counted, hinge, 0.0).sum(new long[] {1, 2});
    Tensor losses = sums.div((double) scores.size(1));
    return LossFunctions.reduced(shaped(losses, input), reduction);
  }

  /**
   * max(0, d(anchor, positive) − d(anchor, negative) + margin) for a distance of one's own; with
   * {@code swap} the distance of positive and negative counts where it is smaller.
   */
  @Differentiable
  public static Tensor tripletMarginWithDistanceLoss(
      Tensor anchor,
      Tensor positive,
      Tensor negative,
      BinaryOperator<Tensor> distance,
      double margin,
      boolean swap,
      Reduction reduction) {
    Tensor near = distance.apply(anchor, positive);
    Tensor far = distance.apply(anchor, negative);
    if (swap) {
      far = far.minimum(distance.apply(positive, negative));
    }
    return LossFunctions.reduced(near.sub(far).add(margin).clampMin(0.0), reduction);
  }

  private static Tensor rows(String op, Tensor input) {
    if (input.dim() > 2 || (input.dim() > 0 && input.size(-1) == 0)) {
      throw new ShapeException(
          "%s: scores are (N, C) or (C) with at least one class, but their shape is %s"
              .formatted(op, Arrays.toString(input.shape())));
    }
    return input.dim() == 2 ? input : input.reshape(1, -1);
  }

  private static Tensor shaped(Tensor losses, Tensor input) {
    return input.dim() == 2 ? losses : losses.reshape();
  }

  static void requireClasses(String op, Tensor scores, Tensor classes, long least) {
    for (long number : classes.toLongArray()) {
      if (number < least || number >= scores.size(1)) {
        throw new IndexException(
            "%s: target %d is no class; the input has classes 0 to %d"
                .formatted(op, number, scores.size(1) - 1));
      }
    }
  }
}
