/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.autograd.AutogradException;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactoriesTest {
  @Test
  void valuesAreCopiedInRowMajorOrder() {
    float[] values = {1, 2, 3, 4, 5, 6};
    Tensor x = Tensor.from(values, 2, 3);
    values[0] = 99;
    assertEquals(1, x.select(0, 0).select(0, 0).item());
    assertArrayEquals(new float[] {4, 5, 6}, x.select(0, 1).toFloatArray());
    assertArrayEquals(new long[] {2, 2}, Tensor.of(new double[][] {{1, 2}, {3, 4}}).shape());
    assertEquals(DType.INT64, Tensor.of(1L, 2L).dtype());
    assertEquals(DType.INT32, Tensor.of(new int[] {1, 2}).dtype());
    assertEquals(DType.FLOAT64, Tensor.of(new double[] {1.0, 2.0}).dtype());
    assertEquals(0, Tensor.scalar(3f).dim());
    assertEquals(3, Tensor.scalar(3L).itemLong());
  }

  @Test
  void shapesAreChecked() {
    assertMessage("6 values do not fill shape (2, 2)", () -> Tensor.from(new float[6], 2, 2));
    assertMessage("(2, -1) has a negative size", () -> Tensor.zeros(2, -1));
    assertMessage(
        "at depth 1 there are 2 and 1 elements", () -> Tensor.of(new float[][] {{1, 2}, {3}}));
    assertMessage("this one has shape (2)", () -> Tensor.of(1f, 2f).item());
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    ShapeException e = assertThrows(ShapeException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void everyDtypeIsFilledAndConverted(DType dtype) {
    boolean bool = dtype == DType.BOOL;
    assertArrayEquals(new long[] {1, 1}, Tensor.ones(dtype, 2).toLongArray());
    assertArrayEquals(new long[] {0, 0}, Tensor.zeros(dtype, 2).toLongArray());
    Tensor x = Tensor.of(0f, 3f, 100f).to(dtype);
    assertEquals(dtype, x.dtype());
    assertArrayEquals(bool ? new double[] {0, 1, 1} : new double[] {0, 3, 100}, x.toDoubleArray());
    Tensor strided = Tensor.from(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).t().to(dtype);
    assertArrayEquals(
        bool ? new long[] {1, 1, 1, 1, 1, 1} : new long[] {1, 4, 2, 5, 3, 6},
        strided.toLongArray());
    assertArrayEquals(strided.toLongArray(), strided.t().copy().t().toLongArray());
    assertArrayEquals(strided.toLongArray(), strided.to(DType.FLOAT64).to(dtype).toLongArray());
  }

  @Test
  void conversionsRoundAsJavaDoes() {
    assertArrayEquals(
        new long[] {1, -1, 0, Long.MAX_VALUE, 0},
        Tensor.of(new double[] {1.9, -1.9, 0.5, 1e300, Double.NaN}).toLongArray());
    assertArrayEquals(
        new double[] {1.0009765625, 65504, Double.POSITIVE_INFINITY, 0x1p-24},
        Tensor.of(new double[] {1.0008, 65504, 1e6, 5.9e-8}).to(DType.FLOAT16).toDoubleArray());
    assertArrayEquals(
        new double[] {1.0078125, 1, 1.015625, Double.NaN, Double.NEGATIVE_INFINITY},
        Tensor.of(
                new double[] {1.007, 1.00390625, 1.01171875, Double.NaN, Double.NEGATIVE_INFINITY})
            .to(DType.BFLOAT16)
            .toDoubleArray());
    assertEquals((1L << 62) + 1, Tensor.scalar((1L << 62) + 1).to(DType.INT64).itemLong());
    assertArrayEquals(new long[] {200, 255}, Tensor.of(200L, -1L).to(DType.UINT8).toLongArray());
  }

  @Test
  void copiesAreSharedWithNobody() {
    Tensor x = Tensor.of(1f, 2f);
    Tensor copy = x.copy();
    assertNotSame(x.storage(), copy.storage());
    x.fillInPlace(9);
    assertArrayEquals(new float[] {1, 2}, copy.toFloatArray());
    assertSame(x, x.to(DType.FLOAT32));
    assertSame(x, x.to(Device.CPU));
  }

  @Test
  void gradientsFlowThroughCopiesAndConversions() {
    Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
    Tensor y = x.copy().to(DType.FLOAT64).mul(3);
    assertEquals(DType.FLOAT64, y.dtype());
    y.sum().backward();
    Tensor gradient = java.util.Objects.requireNonNull(x.grad());
    assertEquals(DType.FLOAT32, gradient.dtype());
    assertArrayEquals(new float[] {3, 3}, gradient.toFloatArray());
  }

  @Test
  void rangesHaveAsManyElementsAsFit() {
    assertArrayEquals(new long[] {0, 1, 2}, Tensor.arange(3).toLongArray());
    assertArrayEquals(
        new double[] {1, 1.5, 2}, Tensor.arange(DType.FLOAT64, 1, 2.25, 0.5).toDoubleArray());
    assertArrayEquals(new double[] {2, 1}, Tensor.arange(DType.FLOAT32, 2, 0, -1).toDoubleArray());
    assertEquals(0, Tensor.arange(DType.FLOAT32, 2, 0, 1).numel());
    assertThrows(IllegalArgumentException.class, () -> Tensor.arange(DType.FLOAT32, 0, 1, 0));
  }

  @Test
  void onlyFloatingTensorsRequireAGradient() {
    DTypeException e = assertThrows(DTypeException.class, () -> Tensor.of(1L).requiresGrad(true));
    assertTrue(e.getMessage().contains("int64"), e.getMessage());
    TensorOptions options = TensorOptions.of(DType.FLOAT64).requiringGrad(true);
    assertTrue(Tensor.zeros(options, 2).requiresGrad());
    assertThrows(
        AutogradException.class, () -> Tensor.zeros(options, 2).mul(2).requiresGrad(false));
  }

  @Test
  void theBestDeviceSaysWhyItWasChosen() {
    Device best = Device.best();
    assertEquals(Device.CPU, best);
    assertTrue(best.reason().contains("GPU"), best.reason());
    assertEquals("cpu (" + best.reason() + ")", best.toString());
    assertEquals("cpu", Device.CPU.toString());
    assertTrue(best.backend().description().startsWith("cpu: "), best.backend().description());
  }
}
