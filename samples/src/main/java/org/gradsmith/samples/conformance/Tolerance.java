/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

/** How far apart two numbers may lie: {@code |actual - expected| <= atol + rtol·|expected|}. */
record Tolerance(double rtol, double atol) {
  boolean holds(double actual, double expected) {
    if (Double.isNaN(actual) || Double.isNaN(expected)) {
      return Double.isNaN(actual) && Double.isNaN(expected);
    }
    return actual == expected || Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
  }
}
