/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class ConvolutionsTest {
  private static final ConvolutionOptions STANDARD = ConvolutionOptions.STANDARD;

  @Test
  void channelsThatDoNotDivideIntoGroupsAreRefused() {
    Tensor x = Tensor.zeros(1, 4, 5);
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> Convolutions.conv1d(x, Tensor.zeros(3, 2, 2), null, STANDARD.groups(2)));
    assertTrue(e.getMessage().contains("3 channels of the result"), e.getMessage());
  }

  @Test
  void aWindowLargerThanThePaddedInputIsRefused() {
    Tensor x = Tensor.zeros(1, 1, 3);
    Tensor weight = Tensor.zeros(1, 1, 3);
    assertThrows(
        ShapeException.class, () -> Convolutions.conv1d(x, weight, null, STANDARD.dilation(2)));
    long[] shape = Convolutions.conv1d(x, weight, null, STANDARD.dilation(2).padding(1)).shape();
    assertArrayEquals(new long[] {1, 1, 1}, shape);
  }

  @Test
  void samePaddingTakesStrideOne() {
    ConvolutionOptions options = STANDARD.padding("same").stride(2);
    assertThrows(
        IllegalArgumentException.class,
        () -> Convolutions.conv1d(Tensor.zeros(1, 4), Tensor.zeros(1, 1, 2), null, options));
  }

  @Test
  void anEvenWindowPadsMoreBehind() {
    Tensor x = Tensor.of(1.0, 2.0, 3.0).view(1, 3);
    Tensor y = Convolutions.conv1d(x, Tensor.ones(1, 1, 2), null, STANDARD.padding("same"));
    assertArrayEquals(new double[] {3, 5, 3}, y.toDoubleArray());
  }

  @Test
  void outputPaddingBeyondStrideAndDilationIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Convolutions.convTranspose1d(
                Tensor.zeros(1, 4), Tensor.zeros(1, 1, 2), null, STANDARD.outputPadding(1)));
  }

  @Test
  void outputPaddingLeavesZerosBehind() {
    Tensor x = Tensor.of(1.0, 2.0).view(1, 2);
    ConvolutionOptions options = STANDARD.stride(2).outputPadding(1);
    Tensor y = Convolutions.convTranspose1d(x, Tensor.ones(1, 1, 2), null, options);
    assertArrayEquals(new double[] {1, 1, 2, 2, 0}, y.toDoubleArray());
  }

  @Test
  void channelsOfATransposedConvolutionMustFit() {
    assertThrows(
        ShapeException.class,
        () ->
            Convolutions.convTranspose2d(
                Tensor.zeros(3, 4, 4), Tensor.zeros(2, 1, 2, 2), null, STANDARD));
  }
}
