/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.gradsmith.nn.functional.Expected.ramp;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The numbers are PyTorch's. */
class ConnectionistLossTest {
  private static final Tensor TARGETS = Tensor.of(1L, 1, 2, 3, 2, 0).view(2, 3);
  private static final long[] STEPS = {5, 4};
  private static final long[] LABELS = {3, 2};

  private static Tensor scores() {
    return ramp(5, 2, 4).mul(3.0).logSoftmax(2);
  }

  @Test
  void lossesOfTwoSequences() {
    Expected.shape(2)
        .in(
            ConnectionistLoss.ctcLoss(scores(), TARGETS, STEPS, LABELS, 0, Reduction.NONE, false),
            6.451311264465607,
            2.8969556608340477);
    Expected.shape()
        .in(
            ConnectionistLoss.ctcLoss(scores(), TARGETS, STEPS, LABELS, 0, Reduction.MEAN, false),
            1.799457459286113);
    Tensor joined = Tensor.of(1L, 1, 2, 3, 2);
    Expected.shape()
        .in(
            ConnectionistLoss.ctcLoss(scores(), joined, STEPS, LABELS, 0, Reduction.SUM, false),
            9.348266925299654);
    Expected.shape()
        .in(
            ConnectionistLoss.ctcLoss(
                scores().select(1, 0),
                Tensor.of(0L, 2),
                new long[] {5},
                new long[] {2},
                3,
                Reduction.NONE,
                false),
            3.417376798900181);
  }

  @Test
  void targetsThatCannotBeSpelt() {
    long[] few = {3, 4}; // two equal labels need a blank between them
    Expected.shape(2)
        .in(
            ConnectionistLoss.ctcLoss(scores(), TARGETS, few, LABELS, 0, Reduction.NONE, false),
            Double.POSITIVE_INFINITY,
            2.8969556608340477);
    Expected.shape(2)
        .in(
            ConnectionistLoss.ctcLoss(scores(), TARGETS, few, LABELS, 0, Reduction.NONE, true),
            0,
            2.8969556608340477);
    long[] none = {0, 0};
    Expected.shape(2)
        .in(
            ConnectionistLoss.ctcLoss(scores(), TARGETS, STEPS, none, 0, Reduction.NONE, false),
            11.164272521443145,
            5.2424700093310985);
  }

  @Test
  void theGradientIsTheOneBehindALogSoftmax() {
    Tensor leaf = Expected.leaf(scores());
    ConnectionistLoss.ctcLoss(leaf, TARGETS, STEPS, LABELS, 0, Reduction.SUM, false).backward();
    Expected.shape(5, 2, 4)
        .in(
            Expected.gradient(leaf),
            0.03005961104380902,
            -0.8789987861246291,
            0.28846063557632057,
            0.5604785395044998,
            -0.32885389848260504,
            0.3345753841988763,
            0.20412509685583516,
            -0.20984658257210667,
            -0.3026086339718702,
            0.18860394271660533,
            0.07896423942523427,
            0.035040451830031266,
            0.08364342175930414,
            0.16338139489555137,
            0.1395475952329453,
            -0.38657241188780084,
            -0.075722025261412,
            -0.8110421808781425,
            0.2501626909946594,
            0.6366015151448952,
            0.02974856519945951,
            0.31420346175193575,
            -0.3566317506366761,
            0.012679723685280558,
            0.0581082485943345,
            -0.0836126534283331,
            -0.002432753584030181,
            0.02793715841802896,
            -0.09813292904900273,
            0.2089482710374532,
            -0.3727897578527469,
            0.26197441586429626,
            0.020331808806477475,
            0.07628312447573142,
            -0.7643842730806619,
            0.6677693397984538,
            0,
            0,
            0,
            0);
    Expected.checkGradients(
        t ->
            ConnectionistLoss.ctcLoss(
                t[0].logSoftmax(2), TARGETS, STEPS, LABELS, 0, Reduction.NONE, false),
        ramp(5, 2, 4));
  }

  @Test
  void lengthsMustFit() {
    assertThrows(
        ShapeException.class,
        () ->
            ConnectionistLoss.ctcLoss(
                scores(), TARGETS, new long[] {6, 4}, LABELS, 0, Reduction.SUM, false));
    assertThrows(
        ShapeException.class,
        () ->
            ConnectionistLoss.ctcLoss(
                scores(), TARGETS, STEPS, new long[] {4, 2}, 0, Reduction.SUM, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConnectionistLoss.ctcLoss(scores(), TARGETS, STEPS, LABELS, 4, Reduction.SUM, false));
  }
}
