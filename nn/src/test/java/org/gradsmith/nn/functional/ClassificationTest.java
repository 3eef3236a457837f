/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.IndexException;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class ClassificationTest {
  private static final long IGNORED = Classification.IGNORED;

  private static Tensor nll(Tensor input, long... target) {
    return Classification.nllLoss(
        input, Tensor.from(target, target.length), null, IGNORED, Reduction.SUM);
  }

  @Test
  void aTargetThatIsNoClassIsNamed() {
    Tensor input = Tensor.zeros(2, 3);
    IndexException e = assertThrows(IndexException.class, () -> nll(input, 1, 3));
    assertTrue(e.getMessage().contains("target 3 is no class"), e.getMessage());
    assertThrows(IndexException.class, () -> nll(input, 1, -1));
  }

  @Test
  void anIgnoredPlaceHasNoLossAndNoGradientWhateverItsScores() {
    double infinity = Double.NEGATIVE_INFINITY;
    double[] scores = {-1, -2, infinity, infinity};
    Tensor input = Tensor.from(scores, 2, 2).requiresGrad(true);
    Tensor loss = nll(input, 1, IGNORED);
    assertEquals(2, loss.item());
    loss.backward();
    Tensor gradient = input.grad();
    assertArrayEquals(
        new double[] {0, -1, 0, 0}, gradient == null ? new double[0] : gradient.toDoubleArray());
  }

  @Test
  void targetsMustHaveOneNumberPerPlace() {
    assertThrows(ShapeException.class, () -> nll(Tensor.zeros(2, 3), 1, 1, 1));
  }

  @Test
  void theSmoothedShareLiesBetweenZeroAndOne() {
    Tensor input = Tensor.zeros(1, 3);
    Tensor target = Tensor.from(new long[] {0}, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Classification.crossEntropy(input, target, null, IGNORED, Reduction.MEAN, 1.5));
  }
}
