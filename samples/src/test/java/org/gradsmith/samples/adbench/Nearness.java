/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.adbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Compares numbers as ADBench does (docs/JacobianCheck.md): their difference over the larger of 1
 * and the sum of their sizes is below 1e-8.
 */
final class Nearness {
  private static final double TOLERANCE = 1e-8;

  private Nearness() {}

  static void assertNear(double expected, double actual) {
    assertNear(new double[] {expected}, new double[] {actual});
  }

  static void assertNear(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, "numbers");
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]) + Math.abs(actual[i]));
      assertTrue(
          Math.abs(expected[i] - actual[i]) / scale < TOLERANCE,
          "number %d should be %s, but is %s".formatted(i, expected[i], actual[i]));
    }
  }
}
