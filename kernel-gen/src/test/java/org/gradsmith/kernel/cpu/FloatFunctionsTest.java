/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FloatFunctionsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0, -0.0, -1, -1e9, -1e30, Double.NEGATIVE_INFINITY})
  void theAreaHyperbolicCosineBelowOneIsNoNumber(double x) {
    assertEquals(Double.NaN, FloatFunctions.acosh(x));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-40, 0x1p-20, -0x1p-40, -0x1p-20, 0x1p-6, -0x1p-6, -0.2, 0.4, 0.45})
  void theBinaryLogarithmKeepsItsDigitsOnBothSidesOfOne(double distance) {
    double expected = Math.log1p(distance) / Math.log(2);
    assertEquals(expected, FloatFunctions.log2(1 + distance), 3 * Math.ulp(expected));
  }

  @Test
  void theBinaryLogarithmOfAPowerOfTwoIsExact() {
    for (int exponent = -1022; exponent <= 1023; exponent++) {
      assertEquals(exponent, FloatFunctions.log2(Math.scalb(1.0, exponent)));
    }
  }
}
