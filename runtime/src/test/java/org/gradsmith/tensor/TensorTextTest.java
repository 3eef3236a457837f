/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.gradsmith.ir.DType;
import org.gradsmith.memory.MemoryReport;
import org.junit.jupiter.api.Test;

class TensorTextTest {
  @Test
  void digitsAreRoundedFromTheExactValue() {
    assertEquals("tensor([2.0312, 0.5000])", Tensor.of(2.03125, 0.5).toString()); // a tie
    assertEquals("tensor([9.7048e+04, 1.0000e+00])", Tensor.of(97048.5, 1.0).toString());
    Tensor below = Tensor.of(new double[] {0.50025, -0.00001, 1});
    assertEquals(
        "tensor([5.0025e-01, -1.0000e-05, 1.0000e+00], dtype=float64)",
        below.toString().replaceAll(" +", " ").replace("[ ", "["));
    assertEquals(
        "tensor([0.5002, 0.5000], dtype=float64)",
        Tensor.of(new double[] {0.50025, 0.5}).toString()); // in binary, it is less than 0.50025
  }

  @Test
  void numbersStandInColumns() {
    Tensor x = Tensor.of(new float[][] {{1, -2.5f}, {10, 0.25f}});
    assertEquals(
        """
        tensor([[ 1.0000, -2.5000],
                [10.0000,  0.2500]])\
        """,
        x.toString());
  }

  @Test
  void wholeNumbersHaveNoDigitsBehindThePoint() {
    assertEquals("tensor([1., 2., 3.])", Tensor.of(1f, 2f, 3f).toString());
    assertEquals("tensor([ 1, 20])", Tensor.of(1L, 20L).toString());
    assertEquals("tensor(3., dtype=float64)", Tensor.scalar(3.0).toString());
    assertEquals("tensor([ True, False])", Tensor.of(1L, 0L).to(DType.BOOL).toString());
    assertEquals("tensor([nan, -inf, 1.])", Tensor.of(Float.NaN, -1f / 0, 1).toString());
  }

  @Test
  void wideRangesArePrintedWithExponents() {
    assertEquals("tensor([1.0000e-05, 2.5000e+03])", Tensor.of(1e-5f, 2500f).toString());
    assertEquals("tensor([1.0000e+12])", Tensor.of(1e12f).toString());
  }

  @Test
  void longDimensionsAreShortened() {
    assertEquals(
        "tensor([   0,    1,    2,  ..., 1998, 1999, 2000])", Tensor.arange(2001).toString());
    String matrix = Tensor.zeros(2000, 3).toString();
    assertEquals(7, matrix.lines().count(), matrix);
  }

  @Test
  void longLinesAreWrapped() {
    assertEquals(
        """
        tensor([0.0000, 0.1429, 0.2857, 0.4286, 0.5714, 0.7143, 0.8571, 1.0000, 1.1429,
                1.2857, 1.4286])\
        """,
        Tensor.arange(11).to(DType.FLOAT32).div(7.0).toString());
  }

  @Test
  void zerosAndNumbersWithoutDigitsTakeTheRoomOfTheOthers() {
    assertEquals("tensor([-0., 0.])", Tensor.of(-0f, 0f).toString());
    assertEquals("tensor([1.6777e+07, 2.0000e+00])", Tensor.of(16777216f, 2f).toString());
    assertEquals("tensor([])", Tensor.zeros(0).toString());
    assertEquals("tensor([], dtype=int64)", Tensor.zeros(DType.INT64, 0).toString());
  }

  @Test
  void dimensionsAreSetApart() {
    assertEquals(
        """
        tensor([[[0, 1],
                 [2, 3]],

                [[4, 5],
                 [6, 7]]])\
        """,
        Tensor.arange(8).view(2, 2, 2).toString());
    assertEquals("tensor([], size=(0, 3))", Tensor.zeros(0, 3).toString());
  }

  @Test
  void theGraphIsMentioned() {
    Tensor x = Tensor.of(1f).requiresGrad(true);
    assertEquals("tensor([1.], requires_grad=True)", x.toString());
    assertEquals("tensor([1.], grad_fn=<relu>)", x.relu().toString());
  }

  @Test
  void thePointIsAPointInGermanyToo() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("tensor([1.5000, 2.2500])", Tensor.of(1.5f, 2.25f).toString());
      String report = new MemoryReport(3 << 19, 0, 1L << 31, 1L << 40, 1234567, 0).toString();
      assertEquals(
          "1.5 MiB live in 1234567 storages, 0 B cached, 2.00 GiB at the peak, of a budget of"
              + " 1024.00 GiB",
          report);
    } finally {
      Locale.setDefault(before);
    }
  }
}
