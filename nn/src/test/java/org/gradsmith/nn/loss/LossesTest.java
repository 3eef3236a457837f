/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The expected values were computed with PyTorch 2.13 from the same inputs, in float32. */
class LossesTest {
  private static final double TOLERANCE = 1e-6;

  private final Tensor logits =
      Tensor.of(new float[][] {{1.5f, -0.5f, 0.25f}, {0.1f, 2, -1}}).requiresGrad(true);
  private final Tensor target = Tensor.of(2L, 1L);
  private final Tensor input = Tensor.of(new float[][] {{1, 2}, {3, -4}}).requiresGrad(true);
  private final Tensor wanted = Tensor.of(new float[][] {{0.5f, 2.5f}, {1, 1}});

  private static void assertClose(double[] expected, Tensor actual, long... shape) {
    assertArrayEquals(shape, actual.shape());
    assertArrayEquals(expected, actual.toDoubleArray(), TOLERANCE);
  }

  private static void assertGradient(double[] expected, Tensor leaf) {
    Tensor gradient = leaf.grad();
    assertNotNull(gradient);
    assertArrayEquals(expected, gradient.toDoubleArray(), TOLERANCE);
  }

  @Test
  void crossEntropy() {
    assertClose(new double[] {0.891868174}, Losses.crossEntropy(logits, target));
    assertClose(new double[] {1.78373635}, Losses.crossEntropy(logits, target, Reduction.SUM));
    assertClose(
        new double[] {1.60195196, 0.181784421},
        Losses.crossEntropy(logits, target, Reduction.NONE),
        2);
  }

  @Test
  void crossEntropyGradient() {
    Losses.crossEntropy(logits, target).backward();
    assertGradient(
        new double[] {
          0.351656973, 0.0475915894, -0.3992486, 0.0623537377, -0.0831094682, 0.0207557585
        },
        logits);
  }

  @Test
  void crossEntropyOfOneExample() {
    for (Reduction reduction : Reduction.values()) {
      assertClose(
          new double[] {1.60195196},
          Losses.crossEntropy(Tensor.of(1.5f, -0.5f, 0.25f), Tensor.scalar(2L), reduction));
    }
  }

  @Test
  void crossEntropySurvivesLargeLogits() {
    Tensor large = Tensor.of(new float[][] {{1000, 0}, {-1000, 0}});
    assertClose(
        new double[] {0, 1000}, Losses.crossEntropy(large, Tensor.of(0L, 0L), Reduction.NONE), 2);
  }

  @Test
  void nllLossOfLogSoftmaxIsCrossEntropy() {
    assertClose(new double[] {0.891868174}, Losses.nllLoss(logits.logSoftmax(1), target));
    assertClose(
        new double[] {1.78373635}, Losses.nllLoss(logits.logSoftmax(1), target, Reduction.SUM));
  }

  @Test
  void meanSquaredError() {
    assertClose(new double[] {7.375}, Losses.mse(input, wanted));
    assertClose(new double[] {29.5}, Losses.mse(input, wanted, Reduction.SUM));
    assertClose(new double[] {0.25, 0.25, 4, 25}, Losses.mse(input, wanted, Reduction.NONE), 2, 2);
  }

  @Test
  void meanSquaredErrorGradient() {
    Losses.mse(input, wanted).backward();
    assertGradient(new double[] {0.25, -0.25, 1, -2.5}, input);
  }

  @Test
  void refuseWhatDoesNotFit() {
    refused(
        "crossEntropy: logits [2, 3] go with class numbers [2], but target is [2, 1]",
        () -> Losses.crossEntropy(logits, target.view(2, 1)));
    refused(
        "crossEntropy: target must hold int64 class numbers, not float32; convert with"
            + " to(DType.INT64)",
        () -> Losses.crossEntropy(logits, Tensor.of(2f, 1f)));
    refused(
        "nllLoss: logProbabilities must be (N, C) or (C), not [1, 2, 3]",
        () -> Losses.nllLoss(logits.view(1, 2, 3), target));
    refused(
        "mse: input [2, 2] and target [4] must have the same shape; reshape one of them",
        () -> Losses.mse(input, wanted.view(4)));
  }

  private static void refused(String message, Executable loss) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, loss).getMessage());
  }
}
