/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionTest {
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, FLOAT64, FLOAT64",
    "FLOAT16, BFLOAT16, FLOAT32",
    "FLOAT16, INT64, FLOAT16",
    "INT64, FLOAT32, FLOAT32",
    "INT32, INT64, INT64",
    "UINT8, INT8, INT16",
    "UINT8, INT16, INT16",
    "BOOL, UINT8, UINT8",
    "BOOL, BOOL, BOOL"
  })
  void theWiderTypeOfTheHigherKind(DType a, DType b, DType expected) {
    assertEquals(expected, Promotion.wider(a, b));
    assertEquals(expected, Promotion.wider(b, a));
  }

  @Test
  void numbersCountOnlyByTheirKind() {
    Tensor x = Tensor.zeros(2);
    assertEquals(DType.FLOAT32, x.add(Tensor.scalar(1.0)).dtype());
    assertEquals(DType.INT32, Tensor.of(new int[] {1, 2}).add(Tensor.scalar(1L)).dtype());
    assertEquals(DType.FLOAT64, Tensor.of(new int[] {1, 2}).add(Tensor.scalar(1.0)).dtype());
    assertEquals(DType.FLOAT64, Tensor.scalar(1f).add(Tensor.scalar(1.0)).dtype());
  }

  @Test
  void integersBecomeFloatsWhereTheResultIsNone() {
    assertEquals(DType.FLOAT32, Tensor.of(1L, 2L).div(Tensor.of(2L, 2L)).dtype());
    assertEquals(0.5, Tensor.of(1L).div(2).item());
    assertEquals(DType.FLOAT32, Tensor.of(new int[] {1, 2}).exp().dtype());
    assertThrows(DTypeException.class, () -> Tensor.of(1L, 2L).mean());
    assertEquals(DType.FLOAT64, Tensor.of(new double[] {1.0}).div(Tensor.of(2f)).dtype());
  }

  @Test
  void truthValuesAreNotSubtracted() {
    Tensor truth = Tensor.of(true, false);
    assertThrows(DTypeException.class, () -> truth.sub(truth));
    assertThrows(DTypeException.class, () -> truth.sub(Tensor.of(1f, 2f)));
    assertThrows(DTypeException.class, () -> Tensor.of(1L, 2L).sub(truth));
    assertThrows(DTypeException.class, () -> truth.sub(1));
    assertThrows(DTypeException.class, () -> truth.sub(1.5));
    assertThrows(DTypeException.class, truth::neg);
    assertThrows(DTypeException.class, () -> truth.pow(truth));
    assertThrows(DTypeException.class, () -> truth.floorDivide(truth));
    assertThrows(DTypeException.class, () -> truth.remainder(truth));
    assertEquals(DType.INT64, truth.pow(2).dtype());
    assertEquals(DType.BOOL, truth.add(truth).dtype());
    assertEquals(DType.BOOL, truth.diff().dtype());
  }

  @Test
  void writesInPlaceKeepTheDtypeOrAreRefused() {
    Tensor truth = Tensor.of(true, false);
    assertThrows(DTypeException.class, () -> truth.addInPlace(Tensor.of(1L, 1L)));
    Tensor x = Tensor.of(1L, 5L, 9L);
    assertArrayEquals(new long[] {2, 5, 7}, x.clampInPlace(2, 7).toLongArray());
    assertArrayEquals(new long[] {4, 25, 49}, x.powInPlace(2).toLongArray());
    assertThrows(DTypeException.class, () -> x.clampInPlace(2.5, 7));
  }

  @Test
  void integersRequireNoGradient() {
    Tensor x = Tensor.of(1.5, 2.5).requiresGrad(true);
    assertFalse(x.to(DType.INT64).requiresGrad());
    assertTrue(x.to(DType.FLOAT16).requiresGrad());
  }

  @Test
  void mixedOperandsAreComputedInTheCommonType() {
    assertEquals(1 + 1e-12, Tensor.of(1f).add(Tensor.of(new double[] {1e-12})).item());
  }

  @Test
  void generatedCodeKeepsIntegersAsTheApiDoes() {
    Tensor x = Tensor.of(1L, 2L);
    assertEquals(x.mul(2).dtype(), Primitives.mulScalar(x, 2).dtype());
    assertEquals(x.add(2).dtype(), Primitives.addScalar(x, 2).dtype());
    assertEquals(x.mul(2.0).dtype(), Primitives.mulScalar(x, 2.0).dtype());
  }
}
