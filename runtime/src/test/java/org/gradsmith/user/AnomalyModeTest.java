/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.user;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The anomaly mode names lines of the program, not of the framework. */
final class AnomalyModeTest {
  private static Tensor leaf(double value) {
    return Tensor.of(value).requiresGrad(true);
  }

  private static int lineHere() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow())
        .getLineNumber();
  }

  @Test
  void aVersionErrorNamesBothLines() {
    Tensor x = leaf(3);
    Tensor w = leaf(2);
    try (var _ = Autograd.detectAnomaly()) {
      int saved = lineHere() + 1;
      Tensor y = x.mul(w);
      int written = lineHere() + 2;
      try (var _ = Autograd.noGrad()) {
        w.addInPlace(1.0);
      }
      AutogradException error = assertThrows(AutogradException.class, y::backward);
      String message = error.getMessage();
      assertTrue(message.contains("'mul' at AnomalyModeTest.java:" + saved), message);
      assertTrue(message.contains("by addInPlace at AnomalyModeTest.java:" + written), message);
    }
  }

  @Test
  void theOpWhoseGradientBecomesNotANumberIsNamed() {
    Tensor x = leaf(0);
    try (var _ = Autograd.detectAnomaly()) {
      int line = lineHere() + 1;
      Tensor y = x.sqrt().mul(0.0);
      AutogradException error = assertThrows(AutogradException.class, y::backward);
      String message = error.getMessage();
      assertTrue(message.contains("'sqrt' at AnomalyModeTest.java:" + line), message);
    }
  }

  @Test
  void linesAreNotLookedForOtherwise() {
    Tensor y = leaf(3).exp();
    try (var _ = Autograd.noGrad()) {
      y.zeroInPlace();
    }
    AutogradException error = assertThrows(AutogradException.class, y::backward);
    assertFalse(error.getMessage().contains(".java:"), error.getMessage());
  }
}
