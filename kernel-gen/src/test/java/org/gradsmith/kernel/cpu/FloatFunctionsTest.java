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

  /** The gamma function is 1/x near 0. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-20, -1e-20, 0x1p-149, -0x1p-149, -1e-300, 0x1p-1074, -0x1p-1074})
  void theLogarithmOfTheGammaFunctionGoesToInfinityAtZero(double x) {
    assertEquals(-Math.log(Math.abs(x)), FloatFunctions.lgamma(x), 1e-13);
  }

  /** Expected values by 40 digits of decimal arithmetic. */
  @ParameterizedTest
  @CsvSource({"-0.5, 1.2655121234846454", "-1.5, 0.8600470153764810", "-20.25, -41.6009619153405"})
  void theLogarithmOfTheGammaFunctionIsReflected(double x, double expected) {
    assertEquals(expected, FloatFunctions.lgamma(x), 1e-11);
  }

  /** The function has zeros at 1 and 2. Expected values by 40 digits of decimal arithmetic. */
  @ParameterizedTest
  @CsvSource({
    "0.75, 0.20328095143129537148",
    "1.0000000000000002, -1.2816762426960008403e-16",
    "0.9999999999999999, 6.4083812134800072426e-17",
    "1.0000001, -5.772155829918507097e-8",
    "1.4999, -0.12078588195849393823",
    "1.6, -0.11259176569675577239",
    "1.9999999999999998, -9.3876980655431167609e-17",
    "2.0000000000000004, 1.8775396131086243061e-16",
    "2.49, 0.27767586141517020183",
    "7.5, 7.5343642367587329552"
  })
  void theLogarithmOfTheGammaFunctionKeepsItsDigitsAroundItsZeros(double x, double expected) {
    assertEquals(expected, FloatFunctions.lgamma(x), 6 * Math.ulp(expected));
  }

  @Test
  void theLogarithmOfTheGammaFunctionHasItsZeros() {
    assertEquals(0, FloatFunctions.lgamma(1));
    assertEquals(0, FloatFunctions.lgamma(2));
  }
}
