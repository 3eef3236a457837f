/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.gradsmith.nn.functional.Expected.checkGradients;
import static org.gradsmith.nn.functional.Expected.ramp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.ir.DType;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.Test;

class GatesAndDropoutsTest {
  private static final long SEED = 11;

  @Test
  void halfOfTheElementsGateTheOthers() {
    Expected.shape(2, 2)
        .in(
            Activations.glu(ramp(2, 4), -1),
            0,
            0.2567703820748679,
            0.6864002394644902,
            0.6037702081052025);
    Expected.shape(1, 4)
        .in(
            Activations.glu(ramp(2, 4), 0),
            0,
            0.26158430417312767,
            0.4647457439794914,
            0.562582057852682);
    Expected.shape(0, 2).in(Activations.glu(Tensor.zeros(0, 4), 1));
    ShapeException e = assertThrows(ShapeException.class, () -> Activations.glu(ramp(3, 2), 0));
    assertTrue(e.getMessage().contains("[3, 2]"), e.getMessage());
    checkGradients(t -> Activations.glu(t[0], 1), ramp(2, 4));
  }

  @Test
  void slopesAreDrawnInTrainingOnly() {
    Tensor x = Expected.of(-2.0, 0, 3);
    Expected.shape(3).in(Activations.rrelu(x, 0.1, 0.3, false), -0.4, 0, 3);
    Generator.standard().seed(SEED);
    double[] drawn = Activations.rrelu(x, 0.1, 0.3, true).toDoubleArray();
    assertTrue(drawn[0] <= -0.2 && drawn[0] >= -0.6, "seed " + SEED + ": " + drawn[0]);
    assertEquals(3, drawn[2]);
    assertThrows(IllegalArgumentException.class, () -> Activations.rrelu(x, 1, 0, false));
  }

  @Test
  void hardSamplesAreOneHotWithASoftGradient() {
    Generator.standard().seed(SEED);
    Tensor logits = Expected.leaf(ramp(4, 3));
    Tensor sample = Activations.gumbelSoftmax(logits, 0.5, true, 1);
    assertArrayEquals(new double[] {1, 1, 1, 1}, sample.sum(1).toDoubleArray(), 1e-12);
    assertTrue(sample.max().item() > 0.999);
    sample.mul(ramp(4, 3)).sum().backward();
    assertTrue(Expected.gradient(logits).abs().sum().item() > 0);
    Tensor soft = Activations.gumbelSoftmax(logits, 1, false, 0);
    assertArrayEquals(new double[] {1, 1, 1}, soft.sum(0).toDoubleArray(), 1e-12);
  }

  @Test
  void logitsWinAsOftenAsTheyShould() {
    Generator.standard().seed(SEED);
    Tensor logits = Expected.of(0.2, 0.8).log().expand(4000, 2);
    double share = Activations.gumbelSoftmax(logits, 1, true, 1).select(1, 1).mean().item();
    assertEquals(0.8, share, 0.04, "seed " + SEED);
  }

  @Test
  void channelsAreDroppedAsAWhole() {
    Generator.standard().seed(SEED);
    Tensor y = Dropouts.dropout2d(Tensor.ones(20, 10, 2, 3), 0.4, true);
    Tensor sums = y.sum(new long[] {2, 3});
    int dropped = 0;
    for (double sum : sums.toDoubleArray()) {
      assertTrue(sum == 0 || Math.abs(sum - 10) < 1e-4, "seed " + SEED + ": " + sum);
      dropped += sum == 0 ? 1 : 0;
    }
    assertEquals(80, dropped, 30, "seed " + SEED);
    assertEquals(4, Dropouts.dropout3d(Tensor.ones(3, 2, 2, 2), 0.5, true).dim());
    assertArrayEquals(new double[6], Dropouts.dropout1d(ramp(2, 3), 1, true).toDoubleArray());
  }

  @Test
  void nothingIsDroppedOutsideTraining() {
    Tensor x = ramp(2, 3, 4);
    assertSame(x, Dropouts.dropout1d(x, 0.5, false));
    assertSame(x, Dropouts.alphaDropout(x, 0.5, false));
    assertSame(x, Dropouts.featureAlphaDropout(x, 0, true));
    assertThrows(ShapeException.class, () -> Dropouts.dropout2d(ramp(2, 3), 0.5, true));
    assertThrows(IllegalArgumentException.class, () -> Dropouts.alphaDropout(x, 1.5, true));
    assertThrows(
        ShapeException.class, () -> Dropouts.featureAlphaDropout(Expected.of(1.0), 0.5, true));
  }

  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    Generator.standard().seed(SEED);
    Tensor y = Dropouts.alphaDropout(Tensor.randn(40_000), 0.3, true);
    assertEquals(0, y.mean().item(), 0.03, "seed " + SEED);
    assertEquals(1, y.std().item(), 0.03, "seed " + SEED);
  }

  @Test
  void alphaDropoutOfZerosTakesTwoValues() {
    // of 0, PyTorch makes the first where it is dropped, and the second where it is kept
    double dropped = -1.0595481589864801;
    double kept = 0.4540920681370629;
    Generator.standard().seed(SEED);
    Tensor y = Dropouts.featureAlphaDropout(Tensor.zeros(DType.FLOAT64, 8, 8, 2), 0.3, true);
    assertEquals(dropped, y.min().item(), 1e-9, "seed " + SEED);
    assertEquals(kept, y.max().item(), 1e-9, "seed " + SEED);
    assertTrue(y.select(2, 0).equal(y.select(2, 1)));
  }
}
