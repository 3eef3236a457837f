/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
