/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Counts of writes, and what backward makes of them, scenario by scenario as in PyTorch. */
class VersionsTest {
  private final Tensor x = Tensor.of(new double[] {1, 2}).requiresGrad(true);

  private static double[] gradOf(Tensor leaf) {
    return Objects.requireNonNull(leaf.grad()).toDoubleArray();
  }

  private static String failure(Tensor loss) {
    return String.valueOf(assertThrows(AutogradException.class, loss::backward).getMessage());
  }

  @Test
  void aKeptResultThatWasWrittenToIsFound() {
    Tensor y = x.exp();
    y.addInPlace(1);
    String message = failure(y.sum());
    assertTrue(message.contains("'exp' kept 'result' (Tensor float64 [2])"), message);
    assertTrue(message.contains("last by addInPlace: it is at version 1, and version 0"), message);
    assertTrue(message.contains("detectAnomaly()"), message);
  }

  @Test
  void aKeptOperandThatWasWrittenToIsFound() {
    Tensor w = Tensor.of(new double[] {3, 4});
    Tensor y = x.mul(w);
    w.mulInPlace(2);
    assertTrue(failure(y.sum()).contains("'mul' kept "), failure(y.sum()));
  }

  @Test
  void aWriteToWhatNoRuleReadsDoesNoHarm() {
    Tensor y = x.add(1);
    y.mulInPlace(3); // addition keeps nothing
    y.sum().backward();
    assertArrayEquals(new double[] {3, 3}, gradOf(x));
  }

  @Test
  void viewsAndBasesCountTogether() {
    Tensor base = Tensor.of(new double[] {1, 2, 3, 4});
    Tensor view = base.view(2, 2);
    Tensor part = view.select(0, 1);
    part.addInPlace(1);
    base.zeroInPlace();
    assertEquals(2, base.version());
    assertEquals(2, view.version());
    assertEquals(2, part.version());
    assertEquals(0, base.copy().version());
  }

  @Test
  void aWriteThroughAViewSpoilsWhatWasKeptOfTheBase() {
    Tensor y = x.mul(1);
    Tensor z = y.pow(2);
    y.narrow(0, 0, 1).zeroInPlace();
    assertTrue(failure(z.sum()).contains("'pow' kept 'x'"), failure(z.sum()));
  }

  @Test
  void aWriteBeforeTheUseIsFine() {
    Tensor w = Tensor.of(new double[] {3, 4});
    w.addInPlace(1);
    w.addInPlace(1);
    x.mul(w).sum().backward();
    assertArrayEquals(new double[] {5, 6}, gradOf(x));
  }

  @Test
  void aRefusedWriteIsNotCounted() {
    Tensor w = Tensor.of(new double[] {3, 4});
    assertThrows(RuntimeException.class, () -> w.addInPlace(Tensor.of(1.0, 2.0, 3.0)));
    assertEquals(0, w.version());
  }
}
