/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.tensor.Tensor;

/** How far apart two numbers may lie: {@code |actual - expected| <= atol + rtol·|expected|}. */
record Closeness(double rtol, double atol) {
  /** Fails unless a number or a tensor is as expected, dtype and shape included. */
  void require(String what, Object actual, Tensor expected) {
    if (actual instanceof Number number) {
      requireClose(what, 0, number.doubleValue(), expected.item());
      return;
    }
    Tensor tensor = (Tensor) actual;
    assertEquals(expected.dtype(), tensor.dtype(), what);
    assertArrayEquals(expected.shape(), tensor.shape(), what);
    double[] a = tensor.contiguous().toDoubleArray();
    double[] e = expected.toDoubleArray();
    for (int i = 0; i < a.length; i++) {
      requireClose(what, i, a[i], e[i]);
    }
  }

  private void requireClose(String what, int place, double actual, double expected) {
    boolean holds = Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
    assertTrue(
        holds || actual == expected,
        () -> "%s, element %d is %s, expected %s".formatted(what, place, actual, expected));
  }
}
