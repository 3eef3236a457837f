/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import org.gradsmith.nn.functional.Classification;
import org.gradsmith.nn.functional.LossFunctions;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.Tensor;

/** Losses. */
final class LossBindings {
  private LossBindings() {}

  static void bind(Registry r) {
    againstNumbers(r);
    againstLabels(r);
  }

  private static void againstNumbers(Registry r) {
    r.op(
        "nn.functional.mse_loss",
        a -> LossFunctions.mseLoss(a.tensor(0), a.tensor(1, "target"), reduction(a, 4)));
    r.op(
        "nn.functional.l1_loss",
        a -> LossFunctions.l1Loss(a.tensor(0), a.tensor(1, "target"), reduction(a, 4)));
    r.op(
        "nn.functional.smooth_l1_loss",
        a ->
            LossFunctions.smoothL1Loss(
                a.tensor(0), a.tensor(1, "target"), reduction(a, 4), a.number(5, "beta", 1)));
    r.op(
        "nn.functional.huber_loss",
        a ->
            LossFunctions.huberLoss(
                a.tensor(0), a.tensor(1, "target"), reduction(a, 2), a.number(3, "delta", 1)));
    r.op(
        "nn.functional.binary_cross_entropy",
        a ->
            LossFunctions.binaryCrossEntropy(
                a.tensor(0),
                a.tensor(1, "target"),
                a.optionalTensor(2, "weight"),
                reduction(a, 5)));
    r.op(
        "nn.functional.binary_cross_entropy_with_logits",
        a ->
            LossFunctions.binaryCrossEntropyWithLogits(
                a.tensor(0),
                a.tensor(1, "target"),
                a.optionalTensor(2, "weight"),
                a.optionalTensor(6, "pos_weight"),
                reduction(a, 5)));
    r.op(
        "nn.functional.gaussian_nll_loss",
        a ->
            LossFunctions.gaussianNllLoss(
                a.tensor(0),
                a.tensor(1, "target"),
                a.tensor(2, "var"),
                a.bool(3, "full", false),
                a.number(4, "eps", 1e-6),
                reduction(a, 5)));
    r.op(
        "nn.functional.poisson_nll_loss",
        a ->
            LossFunctions.poissonNllLoss(
                a.tensor(0),
                a.tensor(1, "target"),
                a.bool(2, "log_input", true),
                a.bool(3, "full", false),
                a.number(5, "eps", 1e-8),
                reduction(a, 7)));
    r.op("nn.functional.kl_div", LossBindings::klDiv);
  }

  private static void againstLabels(Registry r) {
    r.op(
        "nn.functional.hinge_embedding_loss",
        a ->
            LossFunctions.hingeEmbeddingLoss(
                a.tensor(0), a.tensor(1, "target"), a.number(2, "margin", 1), reduction(a, 5)));
    r.op(
        "nn.functional.margin_ranking_loss",
        a ->
            LossFunctions.marginRankingLoss(
                a.tensor(0),
                a.tensor(1),
                a.tensor(2, "target"),
                a.number(3, "margin", 0),
                reduction(a, 6)));
    r.op(
        "nn.functional.cosine_embedding_loss",
        a ->
            LossFunctions.cosineEmbeddingLoss(
                a.tensor(0),
                a.tensor(1),
                a.tensor(2, "target"),
                a.number(3, "margin", 0),
                reduction(a, 6)));
    r.op(
        "nn.functional.triplet_margin_loss",
        a ->
            LossFunctions.tripletMarginLoss(
                a.tensor(0),
                a.tensor(1),
                a.tensor(2),
                a.number(3, "margin", 1),
                a.number(4, "p", 2),
                a.number(5, "eps", 1e-6),
                a.bool(6, "swap", false),
                reduction(a, 9)));
    r.op(
        "nn.functional.soft_margin_loss",
        a -> LossFunctions.softMarginLoss(a.tensor(0), a.tensor(1, "target"), reduction(a, 4)));
    r.op(
        "nn.functional.cross_entropy",
        a ->
            Classification.crossEntropy(
                a.tensor(0),
                a.tensor(1, "target"),
                a.optionalTensor(2, "weight"),
                a.integer(4, "ignore_index", Classification.IGNORED),
                reduction(a, 6),
                a.number(7, "label_smoothing", 0)));
    r.op(
        "nn.functional.nll_loss",
        a ->
            Classification.nllLoss(
                a.tensor(0),
                a.tensor(1, "target"),
                a.optionalTensor(2, "weight"),
                a.integer(4, "ignore_index", Classification.IGNORED),
                reduction(a, 6)));
  }

  private static Tensor klDiv(Arguments a) {
    Tensor input = a.tensor(0);
    Tensor target = a.tensor(1, "target");
    boolean logTarget = a.bool(5, "log_target", false);
    if ("batchmean".equals(a.get(4, "reduction"))) {
      return LossFunctions.klDivBatchMean(input, target, logTarget);
    }
    return LossFunctions.klDiv(input, target, reduction(a, 4), logTarget);
  }

  static Reduction reduction(Arguments a, int position) {
    String name = a.string(position, "reduction", "mean");
    return switch (name) {
      case "mean" -> Reduction.MEAN;
      case "sum" -> Reduction.SUM;
      case "none" -> Reduction.NONE;
      default -> throw new IllegalArgumentException("reduction '" + name + "'");
    };
  }
}
