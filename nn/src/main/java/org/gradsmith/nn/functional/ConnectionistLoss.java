/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/** Sequences of labels against longer sequences of scores, without alignment. */
public final class ConnectionistLoss {
  private ConnectionistLoss() {}

  /**
   * Connectionist temporal classification: -log of the probability that a sequence of scores, with
   * repeated labels merged and blanks left out, spells the target (Graves and others, 2006).
   *
   * <p>As in PyTorch, the gradient is the one for scores that come out of a log-softmax: its own
   * part is included already, and it does no harm to send it through the log-softmax.
   *
   * @param logProbabilities (T, N, C), or (T, C) for one sequence
   * @param targets labels (N, S), or all behind each other, or (S) for one sequence; int64
   * @param inputLengths how many of the T steps each sequence has
   * @param targetLengths how many labels each target has
   * @param blank the label that stands for none
   * @param zeroInfinity whether targets too long to be spelt count 0, and not infinity
   * @return losses (N), their sum, or the mean of each loss divided by its target's length
   */
  @Differentiable
  public static Tensor ctcLoss(
      Tensor logProbabilities,
      Tensor targets,
      long[] inputLengths,
      long[] targetLengths,
      int blank,
      Reduction reduction,
      boolean zeroInfinity) {
    boolean batched = logProbabilities.dim() == 3;
    Tensor scores = batched ? logProbabilities : logProbabilities.unsqueeze(1);
    check(scores, inputLengths, targetLengths, blank);
    long[] labels = targets.toLongArray();
    long width = targets.dim() == 2 ? targets.size(1) : -1;
    List<Tensor> losses = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < inputLengths.length; i++) {
      long from = width >= 0 ? i * width : start;
      long to = from + targetLengths[i];
      start = to;
      if (to > labels.length || (width >= 0 && targetLengths[i] > width)) {
        throw new ShapeException(
            "ctcLoss: targets %s do not hold %d labels of sequence %d"
                .formatted(Arrays.toString(targets.shape()), targetLengths[i], i));
      }
      long[] own = Arrays.copyOfRange(labels, (int) from, (int) to);
      losses.add(loss(scores.select(1, i).narrow(0, 0, inputLengths[i]), own, blank));
    }
    Tensor all = Tensor.stack(losses, 0);
    if (zeroInfinity) {
      all = Tensor.where(all.detach().eq(Double.POSITIVE_INFINITY), 0.0, all);
    }
    return switch (reduction) {
      case NONE -> batched ? all : all.reshape();
      case SUM -> all.sum();
      case MEAN -> {
        double[] lengths = new double[targetLengths.length];
        Arrays.setAll(lengths, i -> Math.max(1, targetLengths[i]));
        yield all.div(Tensor.of(lengths).to(all.dtype())).mean();
      }
    };
  }

  static void check(Tensor scores, long[] inputs, long[] targets, int blank) {
    if (scores.dim() != 3 || inputs.length != scores.size(1) || targets.length != inputs.length) {
      throw new ShapeException(
          "ctcLoss: scores (T, N, C) go with N lengths of inputs and of targets, but got shape %s, %d and %d"
              .formatted(Arrays.toString(scores.shape()), inputs.length, targets.length));
    }
    if (blank < 0 || blank >= scores.size(2)) {
      throw new IllegalArgumentException(
          "ctcLoss: blank %d is no label; there are 0 to %d".formatted(blank, scores.size(2) - 1));
    }
    for (long length : inputs) {
      if (length < 0 || length > scores.size(0)) {
        throw new ShapeException(
            "ctcLoss: an input of %d steps does not fit scores of %d"
                .formatted(length, scores.size(0)));
      }
    }
  }

  /** The forward variables of the labels with blanks around them, step by step. */
  private static Tensor loss(Tensor scores, long[] target, int blank) {
    int states = 2 * target.length + 1;
    long[] label = new long[states];
    boolean[] skips = new boolean[states];
    for (int s = 0; s < states; s++) {
      label[s] = s % 2 == 0 ? blank : target[s / 2];
      skips[s] = s % 2 == 1 && s > 1 && label[s] != label[s - 2];
    }
    Tensor emitted = scores.indexSelect(1, Tensor.from(label, states));
    double never = Double.NEGATIVE_INFINITY;
    boolean[] first = new boolean[states];
    first[0] = true;
    first[Math.min(1, states - 1)] = true;
    long steps = scores.size(0);
    if (steps == 0) {
      return scores.sum().add(target.length == 0 ? 0 : Double.POSITIVE_INFINITY);
    }
    Tensor reached = Tensor.where(Tensor.of(first), emitted.select(0, 0), never);
    Tensor mayskip = Tensor.of(skips);
    for (long t = 1; t < steps; t++) {
      Tensor before = later(reached, 1);
      Tensor skipped = Tensor.where(mayskip, later(reached, 2), never);
      reached = sum(sum(reached, before), skipped).add(emitted.select(0, t));
    }
    Tensor last = reached.select(0, states - 1);
    Tensor total = states > 1 ? sum(last, reached.select(0, states - 2)) : last;
    Tensor probabilities = scores.exp();
    return probabilities.sub(probabilities.detach()).sum().sub(total);
  }

  private static Tensor later(Tensor x, long by) {
    long kept = Math.max(0, x.size(0) - by);
    Tensor never = Tensor.full(x.dtype(), new long[] {x.size(0) - kept}, Double.NEGATIVE_INFINITY);
    return Tensor.cat(List.of(never, x.narrow(0, 0, kept)), 0);
  }

  /** log(e^x + e^y), with no gradient where both are impossible. */
  private static Tensor sum(Tensor x, Tensor y) {
    double never = Double.NEGATIVE_INFINITY;
    Tensor neither = x.detach().eq(never).logicalAnd(y.detach().eq(never));
    Tensor sum = Tensor.where(neither, 0.0, x).logaddexp(Tensor.where(neither, 0.0, y));
    return Tensor.where(neither, never, sum);
  }
}
