/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Expected values by 40 digits of decimal arithmetic. */
  @ParameterizedTest
  @CsvSource({
    "2.6, 0.00023603441652934908781",
    "5.3, 6.6130818503408109285e-14",
    "8.1, 2.2163085720657539812e-30",
    "11.9, 1.4925071078981310381e-63",
    "20.7, 2.2085481102488884182e-188",
    "26.3, 8.5902490587940491548e-303"
  })
  void theComplementOfTheErrorFunctionKeepsItsDigitsFarOut(double x, double expected) {
    assertEquals(expected, FloatFunctions.erfc(x), 6 * Math.ulp(expected));
  }
}
