/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.functional.GridSampling.Outside;
import org.gradsmith.nn.functional.Resampling.Mode;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Expected values are PyTorch's. */
class ResamplingTest {
  private static final Tensor IMAGE = Tensor.from(new double[] {1, 2, 3, 5}, 1, 1, 2, 2);

  private static void expect(Tensor actual, double... values) {
    assertArrayEquals(values, actual.toDoubleArray(), 2e-6);
  }

  @Test
  void linear() {
    expect(
        Resampling.interpolateBy(IMAGE, Mode.LINEAR, false, false, 1.5),
        1,
        1.5,
        2,
        2,
        2.75,
        3.5,
        3,
        4,
        5);
    Tensor volume = Resampling.interpolate(IMAGE.view(1, 1, 1, 2, 2), Mode.LINEAR, false, 2, 3, 3);
    expect(volume, 1, 1.5, 2, 2, 2.75, 3.5, 3, 4, 5, 1, 1.5, 2, 2, 2.75, 3.5, 3, 4, 5);
  }

  @Test
  void cubic() {
    expect(
        Resampling.interpolate(IMAGE, Mode.CUBIC, false, 3, 3),
        0.7471188,
        1.2829863,
        1.8188541,
        1.8697921,
        2.75,
        3.6302083,
        2.9924653,
        4.2170138,
        5.4415631);
    expect(
        Resampling.interpolate(IMAGE, Mode.CUBIC, true, 3, 4),
        1,
        1.3148143,
        1.6851853,
        2,
        2,
        2.4722214,
        3.0277781,
        3.5,
        3,
        3.6296284,
        4.3703709,
        5);
  }

  @Test
  void nearestTakesElementsAsTheyAre() {
    Tensor row = Tensor.from(new double[] {1, 2, 3}, 1, 1, 3);
    expect(Resampling.interpolate(row, Mode.NEAREST, false, 5), 1, 1, 2, 2, 3);
    expect(Resampling.interpolate(row, Mode.NEAREST, false, 2), 1, 2);
  }

  @Test
  void gradientsOfImagesAndGrids() {
    Tensor images = Tensor.arange(DType.FLOAT64, 0, 9, 1).sin().view(1, 1, 3, 3).detach();
    images.requiresGrad(true);
    Tensor grid =
        Tensor.from(new double[] {-0.83, 0.41, 0.3, -0.57, 1.31, 0.11, -0.2, -1.47}, 1, 2, 2, 2)
            .requiresGrad(true);
    for (Outside outside : Outside.values()) {
      for (Mode mode : new Mode[] {Mode.LINEAR, Mode.CUBIC}) {
        Gradcheck.check(
            in -> GridSampling.gridSample(in[0], in[1], mode, outside, false), images, grid);
      }
    }
    Gradcheck.check(in -> Resampling.interpolate(in[0], Mode.CUBIC, false, 4, 2), images);
  }

  @Test
  void wrongShapesAreRefused() {
    ShapeException size =
        assertThrows(
            ShapeException.class, () -> Resampling.interpolate(IMAGE, Mode.LINEAR, false, 3));
    assertTrue(String.valueOf(size.getMessage()).contains("[1, 1, 2, 2] and 1 sizes"));
    assertThrows(
        ShapeException.class, () -> Resampling.interpolate(IMAGE, Mode.LINEAR, false, 0, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> Resampling.interpolate(IMAGE, Mode.NEAREST, true, 3, 3));
    assertThrows(
        ShapeException.class,
        () ->
            GridSampling.gridSample(
                IMAGE, IMAGE.view(2, 1, 1, 2), Mode.LINEAR, Outside.ZEROS, false));
  }
}
