/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.gradsmith.nn.functional.Expected.checkGradients;
import static org.gradsmith.nn.functional.Expected.ramp;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Losses that compare scores, and those of labels and numbers; the numbers are PyTorch's. */
class MarginLossesTest {
  private static final Tensor X = ramp(3, 4);
  private static final Tensor CLASSES = Tensor.of(2L, 0, 3);
  private static final Tensor WEIGHT = Expected.of(1.0, 0.5, 2, 3);

  @Test
  void theOwnClassLeadsByAMargin() {
    Expected.shape(3)
        .in(
            MarginLosses.multiMarginLoss(X, CLASSES, 1, 0.5, null, Reduction.NONE),
            0.22718457359717986,
            0.19856062082143566,
            0.8413664524925722);
    Expected.shape()
        .in(
            MarginLosses.multiMarginLoss(X, CLASSES, 2, 1, WEIGHT, Reduction.MEAN),
            2.535241042005144);
    Expected.shape()
        .in(
            MarginLosses.multiMarginLoss(
                X.select(0, 0), Tensor.scalar(1L), 1, 1, null, Reduction.SUM),
            0.8712850753533267);
    assertThrows(
        IndexException.class,
        () -> MarginLosses.multiMarginLoss(X, Tensor.of(0L, 4, 0), 1, 1, null, Reduction.SUM));
    assertThrows(
        ShapeException.class,
        () -> MarginLosses.multiMarginLoss(X, Tensor.of(0L), 1, 1, null, Reduction.SUM));
    assertThrows(
        IllegalArgumentException.class,
        () -> MarginLosses.multiMarginLoss(X, CLASSES, 3, 1, null, Reduction.SUM));
    checkGradients(
        t -> MarginLosses.multiMarginLoss(t[0], CLASSES, 2, 1, WEIGHT, Reduction.NONE), X);
  }

  @Test
  void allOwnClassesLeadTheOthers() {
    Tensor target = Tensor.of(3L, 0, -1, 1, -1, 0, 2, 1, 1, 2, 3, 0).view(3, 4);
    Expected.shape(3)
        .in(MarginLosses.multilabelMarginLoss(X, target, Reduction.NONE), 1.0701023289565297, 0, 0);
    Expected.shape()
        .in(
            MarginLosses.multilabelMarginLoss(X.select(0, 0), target.select(0, 0), Reduction.MEAN),
            1.0701023289565297);
    assertThrows(
        ShapeException.class, () -> MarginLosses.multilabelMarginLoss(X, CLASSES, Reduction.SUM));
    checkGradients(t -> MarginLosses.multilabelMarginLoss(t[0], target, Reduction.NONE), X);
  }

  @Test
  void tripletsByADistanceOfOnesOwn() {
    Tensor loss =
        MarginLosses.tripletMarginWithDistanceLoss(
            X, X.flip(1), X.add(0.5), (a, b) -> a.sub(b).abs().sum(-1), 2, true, Reduction.NONE);
    Expected.shape(3).in(loss, 2.4167423306864615, 1.2730924671791541, 2.647609054871282);
  }

  @Test
  void severalLabelsAtOnce() {
    Tensor target = Expected.of(1.0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1).view(3, 4);
    Expected.shape(3)
        .in(
            LossFunctions.multilabelSoftMarginLoss(X, target, null, Reduction.NONE),
            0.7529594045865329,
            1.1882988747571002,
            0.8906018276641293);
    Expected.shape()
        .in(
            LossFunctions.multilabelSoftMarginLoss(X, target, WEIGHT, Reduction.MEAN),
            1.5081587222238204);
    Tensor large = Expected.of(1000.0, -1000).view(1, 2);
    Expected.shape(1)
        .in(
            LossFunctions.multilabelSoftMarginLoss(
                large, Expected.of(0.0, 0).view(1, 2), null, Reduction.NONE),
            500);
    checkGradients(
        t -> LossFunctions.multilabelSoftMarginLoss(t[0], target, WEIGHT, Reduction.SUM), X);
  }

  @Test
  void huberIsSquareNearAndLinearFar() {
    Tensor input = Expected.of(-3.0, -0.5, 0, 0.5, 2, Double.NaN);
    Tensor target = Expected.of(0.0, 0, 0, 0.25, 0, 0);
    Expected.shape(6)
        .in(
            LossFunctions.huberLoss(input, target, Reduction.NONE, 0.5),
            1.375,
            0.125,
            0,
            0.03125,
            0.875,
            Double.NaN);
    Expected.shape()
        .in(LossFunctions.huberLoss(X, X.flip(0), Reduction.MEAN, 1), 0.34457469547606556);
    Tensor leaf = Expected.leaf(Expected.of(-3.0, -0.5, 0, 0.25, 0.5, 2));
    LossFunctions.huberLoss(leaf, Tensor.zerosLike(leaf), Reduction.SUM, 0.5).backward();
    Expected.shape(6).in(Expected.gradient(leaf), -0.5, -0.5, 0, 0.25, 0.5, 0.5);
    Expected.shape()
        .in(LossFunctions.huberLoss(Tensor.empty(0), Tensor.empty(0), Reduction.SUM, 1), 0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> LossFunctions.huberLoss(X, X, Reduction.SUM, 0));
    assertTrue(String.valueOf(e.getMessage()).contains("delta"), e.getMessage());
    checkGradients(t -> LossFunctions.huberLoss(t[0], t[1], Reduction.NONE, 0.3), X, X.flip(1));
  }
}
