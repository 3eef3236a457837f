/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Softmax and layer normalisation at the edges of shapes, layouts and dtypes. */
final class RowOpsTest {
  private static final double EPS = 1e-5;

  @BeforeEach
  void seed() {
    Generator.standard().seed(3);
  }

  @Test
  void aNumberIsARowOfOne() {
    Tensor x = Tensor.of(3f).sum();
    assertEquals(1, x.softmax(0).item());
    assertEquals(0, x.logSoftmax(-1).item());
    assertEquals(0, x.softmax(0).dim());
    assertEquals(0, x.argmax(0).itemLong());
    assertEquals(0, x.argmin(0).dim());
  }

  @Test
  void nothingStaysNothing() {
    for (int dim = 0; dim < 2; dim++) {
      assertArrayEquals(new long[] {0, 4}, Tensor.zeros(0, 4).softmax(dim).shape());
      assertArrayEquals(new long[] {4, 0}, Tensor.zeros(4, 0).logSoftmax(dim).shape());
    }
    assertArrayEquals(new long[] {2, 0}, Tensor.zeros(2, 0).layerNorm(null, null, EPS).shape());
    Tensor weight = Tensor.ones(3).requiresGrad(true);
    Tensor y = Tensor.zeros(0, 3).layerNorm(weight, null, EPS);
    assertArrayEquals(new double[3], Autograd.grad(y.sum(), weight).getFirst().toDoubleArray());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "-3"})
  void rowsLieAlongAnyDimension(int dim) {
    Tensor x = Tensor.randn(3, 5, 4);
    Tensor powers = x.exp();
    assertClose(powers.div(powers.sum(new long[] {dim}, true)), x.softmax(dim), 1e-6);
    assertClose(x.softmax(dim).log(), x.logSoftmax(dim), 1e-5);
  }

  @Test
  void operandsMayLieApart() {
    Tensor wide = Tensor.randn(6, 40);
    Tensor x = wide.t().narrow(0, 3, 20); // strides 1 and 40, an offset
    assertClose(x.copy().softmax(1), x.softmax(1), 0);
    assertClose(x.copy().softmax(0), x.softmax(0), 0);
    Tensor weight = Tensor.randn(12).reshape(6, 2).select(1, 0);
    assertClose(x.copy().layerNorm(weight.copy(), null, EPS), x.layerNorm(weight, null, EPS), 0);
    Tensor row = Tensor.randn(1, 6).expand(4, 6);
    assertClose(row.copy().softmax(1), row.softmax(1), 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void halfTypesComputeInFloat32(DType dtype) {
    Tensor x = Tensor.randn(3, 50).to(dtype);
    assertEquals(dtype, x.softmax(1).dtype());
    assertClose(x.to(DType.FLOAT32).softmax(1).to(dtype), x.softmax(1), 0);
    assertClose(
        x.to(DType.FLOAT32).layerNorm(null, null, EPS).to(dtype), x.layerNorm(null, null, EPS), 0);
  }

  @Test
  void integersBecomeFloats() {
    assertEquals(DType.FLOAT32, Tensor.arange(4).softmax(0).dtype());
  }

  @Test
  void manyRowsGiveWhatEachGives() {
    Tensor x = Tensor.randn(700, 129);
    Tensor y = x.softmax(1);
    for (int row : new int[] {0, 63, 64, 699}) {
      assertClose(x.narrow(0, row, 1).softmax(1), y.narrow(0, row, 1), 0);
    }
  }

  @Test
  void layerNormIsTheCompositeOfItsParts() {
    Tensor x = Tensor.randn(40, 33).to(DType.FLOAT64).requiresGrad(true);
    Tensor weight = Tensor.randn(33).to(DType.FLOAT64).requiresGrad(true);
    Tensor bias = Tensor.randn(33).to(DType.FLOAT64).requiresGrad(true);
    Tensor g = Tensor.randn(40, 33).to(DType.FLOAT64);
    Tensor centred = x.sub(x.mean(new long[] {1}, true));
    Tensor deviation = centred.square().mean(new long[] {1}, true).add(EPS).sqrt();
    Tensor composite = centred.div(deviation).mul(weight).add(bias);
    Tensor y = x.layerNorm(weight, bias, EPS);
    assertClose(composite, y, 1e-13);
    List<Tensor> inputs = List.of(x, weight, bias);
    List<Tensor> expected = Autograd.grad(List.of(composite), inputs, List.of(g), false, false);
    List<Tensor> found = Autograd.grad(List.of(y), inputs, List.of(g), false, false);
    for (int i = 0; i < inputs.size(); i++) {
      assertClose(expected.get(i), found.get(i), 1e-12);
    }
  }

  @Test
  void aWeightThatDoesNotFitIsRefused() {
    ShapeException e =
        assertThrows(
            ShapeException.class, () -> Tensor.zeros(2, 3).layerNorm(Tensor.zeros(4), null, EPS));
    assertTrue(
        e.getMessage()
            .contains("weight has 4 elements, but the last dimension of the input (2, 3) has 3"),
        e.getMessage());
    ShapeException ofNumber =
        assertThrows(ShapeException.class, () -> Tensor.of(1f).sum().layerNorm(null, null, EPS));
    assertTrue(ofNumber.getMessage().contains("no dimension to normalise"), ofNumber.getMessage());
  }

  private static void assertClose(Tensor expected, Tensor found, double tolerance) {
    assertArrayEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), tolerance);
  }
}
